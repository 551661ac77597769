/**
 * The one door to the help pages. They are files, read and checked when the process starts: a page that is malformed
 * stops the start, with its file and line.
 */
import { findContact } from "./contacts/contacts.server";
import { type Language, type Page, pageOrder, type Slug } from "./page";
import { pageOrThrow, parsePage } from "./parse/parse-page.server";

const files = import.meta.glob<string>("./pages/**/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
const allPages: readonly Page[] = Object.entries(files).map(([file, text]) =>
  pageOrThrow(parsePage(text, file.replace("./", "app/help/"), findContact)),
);

/** Every page in every language, in the order of the site. */
export const listPages = (language: Language = "en-GB"): readonly Page[] =>
  pageOrder.flatMap((slug) => allPages.filter((page) => page.slug === slug && page.language === language));

/** One page, or null. */
export const findPage = (slug: Slug, language: Language = "en-GB"): Page | null =>
  allPages.find((its) => its.slug === slug && its.language === language) ?? null;
