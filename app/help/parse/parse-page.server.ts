import type { Contact } from "../contacts/contact";
import { type Mistake, readFrontMatter } from "./parse-front-matter.server";
import { pageOrder, type Page } from "../page";
import { readBlocks } from "./parse-blocks.server";

export type PageRead = { page: Page } | { mistakes: Mistake[] };

/**
 * Reads one page: front matter, then Markdown with tokens for numbers.
 * @param text the whole file
 * @param file its name, such as `rights.md` or `card.pl.md`; the first part is the page's slug
 * @param find looks up a contact by its id
 */
export function readPage(text: string, file: string, find: (id: string) => Contact | null): PageRead {
  const [name = "", suffix] = file.replace(/^.*\/|\.md$/g, "").split(".");
  const slug = pageOrder.find((known) => known === name);
  if (!slug)
    return {
      mistakes: [
        {
          file,
          line: 1,
          sentence: `"${name}" is not one of the help pages: ${pageOrder.join(", ")}`,
        },
      ],
    };
  const front = readFrontMatter(text, file);
  if ("mistakes" in front) return front;
  const { matter, body, bodyLine } = front;
  if ((suffix ?? "en-GB") !== matter.language)
    return {
      mistakes: [
        {
          file,
          line: 1,
          sentence: `the file's name says ${suffix ?? "en-GB"} and its front matter says ${matter.language}`,
        },
      ],
    };
  const { blocks, mistakes } = readBlocks(body, {
    file,
    bodyLine,
    find,
    language: matter.language,
  });
  if (mistakes.length > 0) return { mistakes };
  return { page: { slug, ...matter, blocks } };
}

/** The page, or an error that names every mistake with its file and line. */
export function pageOrThrow(read: PageRead): Page {
  if ("page" in read) return read.page;
  throw new Error(`A help page cannot be used:\n${read.mistakes.map((m) => `  ${m.file}:${m.line}: ${m.sentence}`).join("\n")}`);
}
