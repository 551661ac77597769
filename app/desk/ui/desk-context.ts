import { createContext, useContext } from "react";
import type { StaffRole } from "~/staff/roles";

/** What the server hands to a page of the desk as it renders it. `staff`: who is signed in. */
export type DeskContextValue = { path: string; staff: { name: string; role: StaffRole } | null };

/** null: the page is not at the desk. */
export const DeskContext = createContext<DeskContextValue | null>(null);

export const useDesk = (): DeskContextValue | null => useContext(DeskContext);
