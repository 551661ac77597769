import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { audiences, translatedLanguages } from "../page";

/** Something that is wrong in a file, and where. */
export type ContentError = { file: string; line: number; message: string };

const dateSchema = z.iso.date("write a date as YYYY-MM-DD");
const textSchema = z.string().trim().min(3);
const sourceSchema = z.strictObject({
  name: textSchema,
  url: z.url({ protocol: /^https$/, error: "write a full https address, or null" }).nullable(),
  checkedOn: dateSchema,
});

/** What stands between the two lines of three dashes at the top of a page. */
export const frontMatterSchema = z.strictObject({
  title: textSchema,
  neutralTitle: textSchema.nullable(),
  description: textSchema,
  audience: z.enum(audiences),
  language: z.enum(["en-GB", ...translatedLanguages]).default("en-GB"),
  reviewedOn: dateSchema,
  nextReview: dateSchema,
  translationReviewedBy: textSchema.nullable().default(null),
  sources: z.array(sourceSchema).min(1, "name at least one source"),
  changes: z.array(z.strictObject({ on: dateSchema, what: textSchema })).min(1, "say what changed, and when"),
});
export type FrontMatter = z.infer<typeof frontMatterSchema>;

/**
 * Splits a page into its front matter and its words, and checks the front matter.
 * @returns the values and the number of lines before the words, or every mistake with its line
 */
export function parseFrontMatter(
  text: string,
  file: string,
): { frontMatterValues: FrontMatter; body: string; bodyLine: number } | { errors: ContentError[] } {
  const lines = text.split("\n");
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0)
    return {
      errors: [
        {
          file,
          line: 1,
          message: "a page starts with front matter between two lines of three dashes",
        },
      ],
    };

  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join("\n"), { lineCounter: counter });
  const lineAtOffset = (offset: number) => counter.linePos(offset).line + 1;
  if (document.errors.length > 0)
    return {
      errors: document.errors.map((error) => ({
        file,
        line: lineAtOffset(error.pos[0]),
        message: error.message.replace(/\n[^]*/, ""),
      })),
    };

  const result = frontMatterSchema.safeParse(document.toJS());
  const lineOf = (path: PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (node && typeof node === "object" && "range" in node && Array.isArray(node.range)) return lineAtOffset(Number(node.range[0]));
    }
    return 1;
  };
  if (!result.success) {
    const errors = result.error.issues.map(({ path, message }) => ({
      file,
      line: lineOf(path),
      message: path.length > 0 ? `${path.join(".")}: ${message}` : message,
    }));
    return { errors };
  }
  const frontMatterValues = result.data;
  if (frontMatterValues.nextReview <= frontMatterValues.reviewedOn)
    return {
      errors: [
        {
          file,
          line: lineOf(["nextReview"]),
          message: "nextReview: the next review comes after the last one",
        },
      ],
    };
  return { frontMatterValues, body: lines.slice(end + 1).join("\n"), bodyLine: end + 1 };
}
