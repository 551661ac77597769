import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** Something that is wrong in a file of text, and where. */
export type ContentError = { file: string; line: number; message: string };

export type FrontMatter<Values> = {
  values: Values;
  /** The text below, and how many lines stand before it. */
  body: string;
  bodyLine: number;
  /** The line of a value. */
  lineOf: (path: readonly PropertyKey[]) => number;
};

/**
 * Splits a page of Markdown into its front matter and its words, and checks the front matter.
 * @returns every mistake with its line where there is one
 */
export function parseFrontMatter<Values>(
  text: string,
  file: string,
  schema: z.ZodType<Values>,
): FrontMatter<Values> | { errors: ContentError[] } {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0)
    return { errors: [{ file, line: 1, message: "a page starts with front matter between two lines of three dashes" }] };

  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join("\n"), { lineCounter: counter });
  const lineAtOffset = (offset: number) => counter.linePos(offset).line + 1;
  if (document.errors.length > 0)
    return {
      errors: document.errors.map((error) => ({ file, line: lineAtOffset(error.pos[0]), message: error.message.replace(/\n[^]*/, "") })),
    };

  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (node && typeof node === "object" && "range" in node && Array.isArray(node.range)) return lineAtOffset(Number(node.range[0]));
    }
    return 1;
  };
  const result = schema.safeParse(document.toJS());
  if (!result.success)
    return {
      errors: result.error.issues.map(({ path, message }) => ({
        file,
        line: lineOf(path),
        message: path.length > 0 ? `${path.join(".")}: ${message}` : message,
      })),
    };
  return { values: result.data, body: lines.slice(end + 1).join("\n"), bodyLine: end + 1, lineOf };
}
