import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { audiences, translations } from "../page";

/** Something that is wrong in a file, and where. */
export type Mistake = { file: string; line: number; sentence: string };

const day = z.iso.date("write a date as YYYY-MM-DD");
const sentence = z.string().trim().min(3);
const source = z.strictObject({
  name: sentence,
  url: z.url({ protocol: /^https$/, error: "write a full https address, or null" }).nullable(),
  checkedOn: day,
});

/** What stands between the two lines of three dashes at the top of a page. */
export const frontMatter = z.strictObject({
  title: sentence,
  neutralTitle: sentence.nullable(),
  description: sentence,
  audience: z.enum(audiences),
  language: z.enum(["en-GB", ...translations]).default("en-GB"),
  reviewedOn: day,
  nextReview: day,
  translationReviewedBy: sentence.nullable().default(null),
  sources: z.array(source).min(1, "name at least one source"),
  changes: z.array(z.strictObject({ on: day, what: sentence })).min(1, "say what changed, and when"),
});
export type FrontMatter = z.infer<typeof frontMatter>;

/**
 * Splits a page into its front matter and its words, and checks the front matter.
 * @returns the values and the number of lines before the words, or every mistake with its line
 */
export function readFrontMatter(
  text: string,
  file: string,
): { matter: FrontMatter; body: string; bodyLine: number } | { mistakes: Mistake[] } {
  const lines = text.split("\n");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0)
    return {
      mistakes: [
        {
          file,
          line: 1,
          sentence: "a page starts with front matter between two lines of three dashes",
        },
      ],
    };

  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join("\n"), { lineCounter: counter });
  const lineAt = (offset: number) => counter.linePos(offset).line + 1;
  if (document.errors.length > 0)
    return {
      mistakes: document.errors.map((error) => ({
        file,
        line: lineAt(error.pos[0]),
        sentence: error.message.replace(/\n[^]*/, ""),
      })),
    };

  const result = frontMatter.safeParse(document.toJS());
  const lineOf = (path: PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (node && typeof node === "object" && "range" in node && Array.isArray(node.range)) return lineAt(Number(node.range[0]));
    }
    return 1;
  };
  if (!result.success) {
    const mistakes = result.error.issues.map(({ path, message }) => ({
      file,
      line: lineOf(path),
      sentence: path.length > 0 ? `${path.join(".")}: ${message}` : message,
    }));
    return { mistakes };
  }
  const matter = result.data;
  if (matter.nextReview <= matter.reviewedOn)
    return {
      mistakes: [
        {
          file,
          line: lineOf(["nextReview"]),
          sentence: "nextReview: the next review comes after the last one",
        },
      ],
    };
  return { matter, body: lines.slice(end + 1).join("\n"), bodyLine: end + 1 };
}
