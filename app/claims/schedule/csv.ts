import { formatCsv } from "~/platform/csv";
import type { ClaimLine } from "../claim-line";
import { mostRows, scheduleCells } from "./schedule-cells";

/** Lines of a claim as CSV, without a heading, to be pasted into HMRC's own file from cell C25 on: 1,000 rows each. */
export function writeCsvFiles(lines: readonly ClaimLine[]): string[] {
  const files: string[] = [];
  for (let start = 0; start < lines.length; start += mostRows)
    files.push(formatCsv(lines.slice(start, start + mostRows).map(scheduleCells)));
  return files;
}
