import type { Contact } from "../contacts/contact";
import type { ContentError } from "~/platform/front-matter.server";
import { parseHelpFrontMatter } from "./parse-front-matter.server";
import { pageOrder, type Page } from "../page";
import { parseBlocks } from "./parse-blocks.server";

export type ParsedPage = { page: Page } | { errors: ContentError[] };

/**
 * Reads one page: front matter, then Markdown with tokens for numbers.
 * @param text the whole file
 * @param file its path, such as `app/help/pages/rights.md` or, in another language than English, `app/help/pages/pl/card.md`
 * @param findContact looks up a contact by its id
 */
export function parsePage(text: string, file: string, findContact: (id: string) => Contact | null): ParsedPage {
  const [, folder = "en-GB", name = ""] = /(?:pages[/]([^/]+)[/])?([^/]+)[.]md$/.exec(file) ?? [];
  const slug = pageOrder.find((known) => known === name);
  if (!slug)
    return {
      errors: [
        {
          file,
          line: 1,
          message: `"${name}" is not one of the help pages: ${pageOrder.join(", ")}`,
        },
      ],
    };
  const frontMatter = parseHelpFrontMatter(text, file);
  if ("errors" in frontMatter) return frontMatter;
  const { frontMatterValues, body, bodyLine } = frontMatter;
  if (folder !== frontMatterValues.language)
    return {
      errors: [
        {
          file,
          line: 1,
          message: `the file's folder says ${folder} and its front matter says ${frontMatterValues.language}`,
        },
      ],
    };
  const { blocks, errors } = parseBlocks(body, {
    file,
    bodyLine,
    findContact,
    language: frontMatterValues.language,
  });
  if (errors.length > 0) return { errors };
  return { page: { slug, ...frontMatterValues, blocks } };
}

/** The page, or an error that names every mistake with its file and line. */
export function pageOrThrow(parsed: ParsedPage): Page {
  if ("page" in parsed) return parsed.page;
  throw new Error(`A help page cannot be used:\n${parsed.errors.map((m) => `  ${m.file}:${m.line}: ${m.message}`).join("\n")}`);
}
