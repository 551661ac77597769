import { formatCount, formatPeople } from "~/platform/number-words";
import { unchangedReasonTexts, type RowResult } from "./columns";

/** The life of a list that was brought to the desk. Drawn in GLOSSARY.md. */
export const importStates = ["uploading", "checking", "asking", "checked", "importing", "done", "unreadable", "discarded"] as const;
export type ImportState = (typeof importStates)[number];

/** Every move there is. What is unreadable, done or discarded has no file any more. */
export const importTransitions: Record<ImportState, readonly ImportState[]> = {
  uploading: ["checking", "discarded"],
  checking: ["asking", "checked", "unreadable", "discarded"],
  asking: ["checking", "discarded"],
  checked: ["importing", "discarded"],
  importing: ["done", "discarded"],
  done: [],
  unreadable: [],
  discarded: [],
};

/** The states from which one may come to this one. */
export const importStatesBefore = (target: ImportState): ImportState[] =>
  importStates.filter((state) => importTransitions[state].includes(target));

/** So large may a file be: about half a million lines. */
export const maxFileBytes = 50 * 1024 * 1024;

/** So long a file is kept at most, and what was said of it. */
export const fileRetentionHours = 24;
export const reportRetentionDays = 30;

/** What happened with so many lines: subscribed, refused, or left as they are for a reason. */
export type Tally = Partial<Record<"subscribed" | "refused" | keyof typeof unchangedReasonTexts, number>>;

const tallyKeyOf = (result: RowResult): keyof Tally =>
  result.outcome === "subscribe" ? "subscribed" : result.outcome === "refuse" ? "refused" : result.reason;

/** A tally with some more verdicts in it. */
export function addToTally(tally: Tally, results: Iterable<RowResult>): Tally {
  const sum = { ...tally };
  for (const result of results) sum[tallyKeyOf(result)] = (sum[tallyKeyOf(result)] ?? 0) + 1;
  return sum;
}

const addUp = (counts: (number | undefined)[]): number => counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** How many lines a tally counts, and how many of them leave everything as it is. */
export const countLines = (tally: Tally): number => addUp(Object.values(tally));
export const countUnchanged = (tally: Tally): number => countLines(tally) - addUp([tally.subscribed, tally.refused]);

/** Why lines leave everything as it is, and how many each: the most first. */
export function countByReason(tally: Tally): { label: string; count: number }[] {
  return Object.entries(unchangedReasonTexts)
    .map(([reason, label]) => ({ label, count: tally[reason as keyof typeof unchangedReasonTexts] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
}

/** How far a run is, of a hundred; never a hundred before it is done. */
export const percentDone = (lastLine: number, linesInFile: number): number =>
  Math.min(99, Math.floor((100 * lastLine) / Math.max(1, linesInFile)));

export const formatLines = (count: number): string => formatCount(count, "line");

/** How it stands with a list, in one line. */
export function importSummary({ status, tally }: { status: ImportState; tally: Tally }): string {
  const subscribed = tally.subscribed ?? 0;
  switch (status) {
    case "uploading":
    case "checking":
      return "Being read";
    case "asking":
      return "Asks how its days are written";
    case "checked":
      return `Read: ${formatPeople(subscribed)} could be imported. Ready to import`;
    case "importing":
      return "Being imported";
    case "done":
      return `Imported: ${formatPeople(subscribed)} of ${formatLines(countLines(tally))}`;
    case "unreadable":
      return "Could not be read. Nothing was imported";
    case "discarded":
      return "Deleted";
  }
}
