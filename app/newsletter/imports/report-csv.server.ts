import { csvOf } from "~/platform/csv";
import { everyLineOf } from "./imports.server";

/** The lines of a list that subscribe nobody, as CSV, a piece at a time. */
export async function* csvOfLines(id: string): AsyncGenerator<string> {
  yield `\uFEFF${csvOf([["line", "what happens", "why"]])}`;
  for await (const { line, kind, why } of everyLineOf(id))
    yield csvOf([[String(line), kind === "refused" ? "not taken" : "left as it is", why]]);
}
