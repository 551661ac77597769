import { createContext, useContext } from "react";
import type { Charity } from "../config/charity";

/** What every page may say about the site and the charity: the public part of the configuration. */
export type Site = {
  charity: Pick<Charity, "name" | "legalName" | "demonstration" | "registration" | "address" | "email" | "phone" | "links" | "social"> & {
    secondaryPurpose: string;
  };
  /** No real money is taken. */
  isTrial: boolean;
  /** Everything is set as on a live site, and nothing behind it is real. */
  isRehearsal: boolean;
  /** Emails reach people; on a trial site they do where it has real keys. */
  sendsRealEmails: boolean;
  baseUrl: string;
};

/** A link of the site's head or foot. */
export type SiteLink = { href: string; label: string };

/**
 * The links that every page carries. `main`: the sections; on a phone all but the first are in a menu. `actions`: the ways to give, as
 * buttons. `footerIntro`: the one that is said in a sentence, which `text` ends.
 */
export type SiteLinks = {
  main: readonly SiteLink[];
  actions: readonly SiteLink[];
  footer: readonly SiteLink[];
  footerIntro: (SiteLink & { text: string }) | null;
};

/** What the server hands to a page as it renders it; empty in a browser. */
export type RenderContextValue = {
  nonce?: string;
  /** The style sheets, each allowed by its hash. */
  css?: { site: string; desk: string };
  site?: Site;
  links?: SiteLinks;
  /** Is told that the page shows mistakes of a form, which its title then says first. */
  onErrors?: () => void;
};

export const RenderContext = createContext<RenderContextValue>({});

/** The site, inside the page that is being rendered. Throws outside of one. */
export function useSite(): Site {
  const { site } = useContext(RenderContext);
  if (!site) throw new Error("useSite needs a page that is being rendered on the server");
  return site;
}

/** The links of head and foot; none in a page that is rendered without them. */
export function useSiteLinks(): SiteLinks {
  return useContext(RenderContext).links ?? { main: [], actions: [], footer: [], footerIntro: null };
}
