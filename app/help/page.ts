import type { Source } from "./contacts/contact";

/** survivors: people who may be watched. public: awareness. professionals: staff who meet people at work. */
export const audiences = ["survivors", "public", "professionals"] as const;
export type Audience = (typeof audiences)[number];

/** The help pages in the order in which they are offered. A page's file is named after its slug, in its language's folder. */
export const pageOrder = [
  "get-help-now",
  "questions",
  "worried-about-someone",
  "what-trafficking-is",
  "types",
  "trafficking-and-smuggling",
  "professionals",
  "children",
  "rights",
  "services",
  "numbers-that-have-changed",
  "this-device",
  "card",
] as const;
export type Slug = (typeof pageOrder)[number];

/** The languages that the first page and the card are written in, besides English. */
export const translatedLanguages = ["pl", "ro", "sq", "vi", "ar", "uk", "zh-Hans", "fr"] as const;
export type TranslatedLanguage = (typeof translatedLanguages)[number];
export type Language = "en-GB" | TranslatedLanguage;

/** A stretch of a page: words, numbers to call, the card, or the table of old numbers. */
export type Block = { kind: "text"; html: string } | { kind: "contacts"; ids: string[] } | { kind: "card" } | { kind: "old-numbers" };

export type Change = { on: string; what: string };

export type Page = {
  slug: Slug;
  language: Language;
  title: string;
  /** What the browser's tab and history say instead of the title, for readers who may be watched. */
  neutralTitle: string | null;
  description: string;
  audience: Audience;
  reviewedOn: string;
  nextReview: string;
  /** The native speaker who reviewed a translation; null until somebody has. */
  translationReviewedBy: string | null;
  sources: (Source & { checkedOn: string })[];
  changes: Change[];
  blocks: Block[];
};

/** Whether a page is past the day of its next review. `today` is a London date. */
export const isReviewOverdue = (page: Pick<Page, "nextReview">, today: string): boolean => today > page.nextReview;

/** The address of a page on this site. */
export function pagePath(slug: Slug, language: Language = "en-GB"): string {
  const start = language === "en-GB" ? "/help" : `/help/${language.toLowerCase()}`;
  return slug === "get-help-now" ? start : `${start}/${slug}`;
}

/** What the tab and the browser's history show. */
export const tabTitle = (page: Pick<Page, "title" | "neutralTitle">): string => page.neutralTitle ?? page.title;
