import { createContext, useContext } from "react";
import type { StaffRole } from "~/staff/roles";
import { access, isAllowed } from "../access";

/** What the server hands to a page of the desk as it renders it. `staff`: who is signed in. */
export type DeskContextValue = { path: string; staff: { name: string; role: StaffRole } | null };

/** null: the page is not at the desk. */
export const DeskContext = createContext<DeskContextValue | null>(null);

/** Whether whoever is signed in may look at an address of the desk, or send it a form. What they may not is not offered. */
export function useMay(path: string, does: "get" | "post"): boolean {
  const row = access[path];
  return row !== undefined && isAllowed(row[does], useDesk()?.staff?.role ?? null);
}

export const useDesk = (): DeskContextValue | null => useContext(DeskContext);
