/** What stands on a paper, part by part. All strings are ready to be read. */
export type PaperPart =
  | { heading: string }
  | { words: string; quiet?: boolean }
  /** Names and what they stand for. */
  | { facts: [name: string, value: string][] }
  /** `sums`: the columns that line up at the end. */
  | { table: { heads: string[]; rows: string[][]; sums: number[]; widths: (number | "*")[]; total: string[] | null } };

/** A paper that somebody may keep for years: who writes, what it is, and what it says. */
export type Paper = {
  title: string;
  /** Name, number and address of whoever writes. */
  from: string[];
  parts: PaperPart[];
};
