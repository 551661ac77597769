import { nothingWords, type Verdict } from "./columns";

/** The life of a list that was brought to the desk. Drawn in WORDS.md. */
export const listStates = ["arriving", "checking", "checked", "importing", "done", "unreadable", "dropped"] as const;
export type ListState = (typeof listStates)[number];

/** Every move there is. What is unreadable, done or dropped has no file any more. */
export const listMoves: Record<ListState, readonly ListState[]> = {
  arriving: ["checking", "dropped"],
  checking: ["checked", "unreadable", "dropped"],
  checked: ["importing", "dropped"],
  importing: ["done", "dropped"],
  done: [],
  unreadable: [],
  dropped: [],
};

/** The states from which one may come to this one. */
export const listWaysTo = (target: ListState): ListState[] => listStates.filter((state) => listMoves[state].includes(target));

/** So large may a file be: about half a million lines. */
export const largestList = 50 * 1024 * 1024;

/** So long a file is kept at most, and what was said of it. */
export const keepsFileHours = 24;
export const keepsReportDays = 30;

/** What happened with so many lines: subscribed, refused, or left as they are for a reason. */
export type Tally = Partial<Record<"subscribed" | "refused" | keyof typeof nothingWords, number>>;

const nameOf = (verdict: Verdict): keyof Tally =>
  verdict.does === "subscribe" ? "subscribed" : verdict.does === "refuse" ? "refused" : verdict.because;

/** A tally with some more verdicts in it. */
export function tallied(tally: Tally, verdicts: Iterable<Verdict>): Tally {
  const sum = { ...tally };
  for (const verdict of verdicts) sum[nameOf(verdict)] = (sum[nameOf(verdict)] ?? 0) + 1;
  return sum;
}

const sumOf = (counts: (number | undefined)[]): number => counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** How many lines a tally counts, and how many of them leave everything as it is. */
export const linesIn = (tally: Tally): number => sumOf(Object.values(tally));
export const leftIn = (tally: Tally): number => linesIn(tally) - sumOf([tally.subscribed, tally.refused]);

/** Why lines leave everything as it is, and how many each: the most first. */
export function reasonsIn(tally: Tally): { words: string; count: number }[] {
  return Object.entries(nothingWords)
    .map(([reason, words]) => ({ words, count: tally[reason as keyof typeof nothingWords] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
}

/** How far a run is, of a hundred; never a hundred before it is done. */
export const percentDone = (lastLine: number, linesInFile: number): number =>
  Math.min(99, Math.floor((100 * lastLine) / Math.max(1, linesInFile)));

const figure = (count: number) => count.toLocaleString("en-GB");

/** A number of people in words. */
export const peopleInWords = (count: number): string => (count === 1 ? "1 person" : `${figure(count)} people`);
export const linesInWords = (count: number): string => (count === 1 ? "1 line" : `${figure(count)} lines`);

/** How it stands with a list, in one line. */
export function listInBrief({ state, tally }: { state: ListState; tally: Tally }): string {
  const subscribed = tally.subscribed ?? 0;
  switch (state) {
    case "arriving":
    case "checking":
      return "Being read";
    case "checked":
      return `Read: ${peopleInWords(subscribed)} could be imported. It waits for your word`;
    case "importing":
      return "Being imported";
    case "done":
      return `Imported: ${peopleInWords(subscribed)} of ${linesInWords(linesIn(tally))}`;
    case "unreadable":
      return "Could not be read. Nothing was imported";
    case "dropped":
      return "Thrown away";
  }
}
