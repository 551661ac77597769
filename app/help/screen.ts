import type { ContactRow } from "./contacts/contact-row";
import type { Language, Page } from "./page";
import type { Messages } from "./messages";

export type CardLine = { label: string; number: string };
export type OldNumber = {
  name: string;
  numbers: string[];
  note: string;
  replacement: { name: string; shown: string; href: string };
};

/** A stretch of a page with everything in it that is needed to draw it. */
export type ScreenBlock =
  | { kind: "text"; html: string }
  | { kind: "contacts"; rows: ContactRow[] }
  | { kind: "card"; front: CardLine[]; back: CardLine[] }
  | { kind: "old-numbers"; rows: OldNumber[] };

export type LanguageLink = { language: Language; name: string; path: string; isCurrent: boolean };

/** All that a help page shows, and nothing that depends on who asks. */
export type Screen = {
  /** Read by the document: the language and direction of the whole page. */
  page: { lang: Language; dir: "ltr" | "rtl" };
  tabTitle: string;
  path: string;
  title: string;
  description: string;
  reviewedOn: string;
  nextReview: string;
  isReviewOverdue: boolean;
  translation: { reviewedBy: string | null } | null;
  sources: Page["sources"];
  changes: Page["changes"];
  blocks: ScreenBlock[];
  messages: Messages;
  languages: LanguageLink[];
  otherPages: { title: string; path: string; isCurrent: boolean }[];
};

/** What a page says that is not there: the urgent numbers, and the pages that are. */
export type MissingPageContent = { rows: ContactRow[]; otherPages: Screen["otherPages"] };
