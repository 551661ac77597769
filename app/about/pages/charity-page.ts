/** The pages that a charity writes itself, by their address: each is a file of Markdown of that name. */
export const charityPageSlugs = ["about", "contact", "spending", "questions", "other-ways-to-give", "useful-sites", "cookies"] as const;
export type CharityPageSlug = (typeof charityPageSlugs)[number];

export type CharityPage = {
  slug: CharityPageSlug;
  title: string;
  /** One sentence, for search engines and shared links. */
  description: string;
  /** The sentence below the title. */
  lead: string;
  /** Made from Markdown; raw HTML in the file is shown as text. */
  html: string;
  /** Example text of the demonstration charity: the page says so. */
  isExample: boolean;
};
