/** One issue or article as everybody may read it: nothing in it belongs to a reader. */
export type NewsItem = {
  kind: "issue" | "article";
  slug: string;
  title: string;
  /** What was written to stand beside the title; "": nothing was. */
  preview: string;
  /** What it is about, for lists and feeds. */
  summary: string;
  /** The London date, and the instant as ISO 8601. */
  publishedOn: string;
  publishedAt: string;
  /** The London date on which its words were last changed. */
  correctedOn: string | null;
  updatedAt: string;
};

/** What each is called beside its date. */
export const newsKindNames: Record<NewsItem["kind"], string> = { issue: "Newsletter", article: "Article" };

/** The pages that say something of an article: they are made anew when it is published, corrected or taken off. */
export const pagesWithArticle = (slug: string, publishedOn: string): string[] => [
  "/",
  "/news",
  `/news/year/${publishedOn.slice(0, 4)}`,
  `/news/${slug}`,
  "/news.atom",
  "/sitemap.xml",
];
