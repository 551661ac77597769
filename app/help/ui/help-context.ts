import { createContext, useContext } from "react";
import type { UrgentNumber } from "../contacts/contact";

/** What the server hands to pages of the help half, and to pages that say whom to call, as it renders them. */
export type HelpContextValue = {
  /** The head of pages that stand alone: their own style, script and icon. */
  head?: { css: string; script: string; icon: string };
  urgentNumbers?: readonly UrgentNumber[];
};

export const HelpContext = createContext<HelpContextValue>({});

export const useHelp = (): HelpContextValue => useContext(HelpContext);
