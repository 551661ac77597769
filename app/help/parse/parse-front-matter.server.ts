import { z } from "zod";
import { type ContentError, parseFrontMatter } from "~/platform/front-matter.server";
import { audiences, translatedLanguages } from "../page";

const dateSchema = z.iso.date("write a date as YYYY-MM-DD");
const textSchema = z.string().trim().min(3);
const sourceSchema = z.strictObject({
  name: textSchema,
  url: z.url({ protocol: /^https$/, error: "write a full https address, or null" }).nullable(),
  checkedOn: dateSchema,
});

/** What stands between the two lines of three dashes at the top of a page. */
const frontMatterSchema = z.strictObject({
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
 * Splits a help page into its front matter and its words, and checks the front matter.
 * @returns the values and the number of lines before the words, or every mistake with its line
 */
export function parseHelpFrontMatter(
  text: string,
  file: string,
): { frontMatterValues: FrontMatter; body: string; bodyLine: number } | { errors: ContentError[] } {
  const parsed = parseFrontMatter(text, file, frontMatterSchema);
  if ("errors" in parsed) return parsed;
  const { values, body, bodyLine, lineOf } = parsed;
  if (values.nextReview <= values.reviewedOn)
    return { errors: [{ file, line: lineOf(["nextReview"]), message: "nextReview: the next review comes after the last one" }] };
  return { frontMatterValues: values, body, bodyLine };
}
