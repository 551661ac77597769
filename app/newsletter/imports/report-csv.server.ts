import { formatCsv } from "~/platform/csv";
import { streamSkippedLines } from "./imports.server";

/** The lines of a list that subscribe nobody, as CSV, a piece at a time. */
export async function* streamReportCsv(id: string): AsyncGenerator<string> {
  yield `\uFEFF${formatCsv([["line", "what happens", "why"]])}`;
  for await (const { line, kind, reason } of streamSkippedLines(id))
    yield formatCsv([[String(line), kind === "refused" ? "not taken" : "left as it is", reason]]);
}
