import { parse } from "node-html-parser";
import readability from "text-readability";
import type { Finding, ContentFiles } from "./check-content.server";
import { findContact } from "../contacts/contacts.server";
import type { Audience, Page } from "../page";
import { parsePage } from "../parse/parse-page.server";

/** The highest reading grade (US school years) for each audience; professionals have none. */
export const maxGrade: Record<Audience, number | null> = { survivors: 6, public: 8, professionals: null };

/** The words of a page as sentences: paragraphs and items. Headings and cells are too short to count fairly. */
export function extractProse(page: Page): string {
  const html = page.blocks.flatMap((block) => (block.kind === "text" ? [block.html] : [])).join("");
  const root = parse(html);
  // A quotation is not ours to make simpler.
  for (const quoted of root.querySelectorAll("blockquote")) quoted.remove();
  const parts = root.querySelectorAll("p, li").filter((part) => !part.querySelector("p"));
  return parts
    .map((part) => part.text.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .map((text) => (/[.?!:]$/.test(text) ? text.replace(/:$/, ".") : `${text}.`))
    .join(" ");
}

/** The school year in which a page can be read: the highest that three formulas give, as each is blind to something. */
export function readingGrade(page: Page): number {
  const prose = extractProse(page);
  return Math.max(readability.fleschKincaidGrade(prose), readability.gunningFog(prose), readability.automatedReadabilityIndex(prose));
}

/** Pages in English that are harder to read than their audience can be asked to bear. */
export function checkReading(files: Pick<ContentFiles, "pages">): Finding[] {
  return files.pages.flatMap(({ file, text }) => {
    const parsed = parsePage(text, file, findContact);
    if (!("page" in parsed) || parsed.page.language !== "en-GB") return [];
    const gradeLimit = maxGrade[parsed.page.audience];
    const grade = readingGrade(parsed.page);
    if (gradeLimit === null || grade <= gradeLimit) return [];
    const message = `the words need grade ${grade}, and ${parsed.page.audience} pages stay at ${gradeLimit} or below: shorten sentences, choose shorter words`;
    return [{ kind: "error" as const, file, line: 1, message }];
  });
}
