import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { config } from "~/platform/config/config.server";
import type { ContentError } from "~/platform/front-matter.server";
import { type CharityPage, charityPageSlugs, type CharityPageSlug } from "./charity-page";
import { parseCharityPage } from "./parse-charity-page.server";

const files = import.meta.glob<string>("./{texts,demonstration}/*.md", { query: "?raw", import: "default", eager: true });

type Source = { text: string; file: string; isExample: boolean };

/** The charity's own file, else the demonstration's example, else what is true of every charity that uses the site. */
function findSource(slug: CharityPageSlug, folder: string | null, isDemonstration: boolean): Source {
  const own = folder === null ? null : join(folder, `${slug}.md`);
  if (own && existsSync(own)) return { text: readFileSync(own, "utf8"), file: own, isExample: false };
  const example = isDemonstration ? files[`./demonstration/${slug}.md`] : undefined;
  if (example !== undefined) return { text: example, file: `demonstration/${slug}.md`, isExample: true };
  return { text: files[`./texts/${slug}.md`] ?? "", file: `texts/${slug}.md`, isExample: isDemonstration };
}

/** A file of another name would be shown nowhere, and nobody would know why. */
const findStrangers = (folder: string): ContentError[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md") && !charityPageSlugs.some((slug) => name === `${slug}.md`))
    .map((name) => ({
      file: join(folder, name),
      line: 1,
      message: `no page has this name: name it ${charityPageSlugs.map((slug) => `${slug}.md`).join(", ")}`,
    }));

/**
 * Reads every page. They are read once, as the process starts: one that is malformed stops the start, with its file and line.
 * @param folder with the charity's own files; null: it has none
 */
export function loadCharityPages({
  pagesFolder: folder,
  charity,
}: Pick<typeof config, "pagesFolder" | "charity">): ReadonlyMap<string, CharityPage> {
  if (folder !== null && !existsSync(folder)) throw new Error(`PAGES_FOLDER: ${folder} is not there: write the path of a folder`);
  const errors = folder === null ? [] : findStrangers(folder);
  const pages = new Map<string, CharityPage>();
  for (const slug of charityPageSlugs) {
    const { text, file, isExample } = findSource(slug, folder, charity.demonstration);
    const parsed = parseCharityPage(text, file, charity);
    if ("errors" in parsed) errors.push(...parsed.errors);
    else pages.set(slug, { slug, isExample, ...parsed.page });
  }
  if (errors.length > 0)
    throw new Error(
      `A page of the charity cannot be used:\n${errors.map((each) => `  ${each.file}:${each.line}: ${each.message}`).join("\n")}`,
    );
  return pages;
}

const pages = loadCharityPages(config);

/** @throws if there is none: each slug has one */
export function getCharityPage(slug: CharityPageSlug): CharityPage {
  const page = pages.get(slug);
  if (!page) throw new Error(`There is no page ${slug}`);
  return page;
}
