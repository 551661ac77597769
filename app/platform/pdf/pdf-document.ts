/** What stands on a paper, part by part. All strings are ready to be read. */
export type PdfSection =
  | { heading: string }
  | { text: string; muted?: boolean }
  /** Names and what they stand for. */
  | { definitions: [name: string, value: string][] }
  /** `sums`: the columns that line up at the end. */
  | { table: { headers: string[]; rows: string[][]; numericColumns: number[]; widths: (number | "*")[]; total: string[] | null } };

/** A paper that somebody may keep for years: who writes, what it is, and what it says. */
export type PdfDocument = {
  title: string;
  /** Name, number and address of whoever writes. */
  sender: string[];
  sections: PdfSection[];
};
