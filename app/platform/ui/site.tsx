import { createContext, useContext } from "react";
import type { Charity } from "../config/charity";

/** What every page may say about the site and the charity: the public part of the configuration. */
export type Site = {
  charity: Pick<Charity, "name" | "legalName" | "demonstration" | "registration" | "address" | "email" | "phone" | "links" | "social"> & {
    secondaryPurpose: string;
  };
  /** Nothing on this site is real: the sandboxes stand in for Stripe and Resend. */
  isTrial: boolean;
  baseUrl: string;
};

/** A number that error pages offer. */
export type UrgentNumber = { name: string; shown: string; href: string; serves: string };

/** What the server hands to a page as it renders it; empty in a browser. */
export type RenderContextValue = {
  nonce?: string;
  css?: string;
  /** The head of pages that stand alone: their own style, script and icon. */
  helpHead?: { css: string; script: string; icon: string };
  site?: Site;
  urgentNumbers?: UrgentNumber[];
};

export const RenderContext = createContext<RenderContextValue>({});

/** The site, inside the page that is being rendered. Throws outside of one. */
export function useSite(): Site {
  const { site } = useContext(RenderContext);
  if (!site) throw new Error("useSite needs a page that is being rendered on the server");
  return site;
}
