/** The middle one of some figures, or between the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}

/** The median of one figure over all rounds. */
export const medianOf = <Round>(rounds: readonly Round[], figure: (round: Round) => number): number => median(rounds.map(figure));

/** A ratio with its spread: what the rounds agreed on, and how far they differed. */
export function formatRatio(ratios: readonly number[]): string {
  const sorted = ratios.toSorted((a, b) => a - b);
  return `${median(ratios).toFixed(2)} (rounds ${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`;
}

/** Prints rows under a heading, columns aligned: the first to the left, the others to the right. */
export function printTable(title: string, heading: string[], rows: (string | number)[][]): void {
  const cells = [heading, ...rows.map((row) => row.map(String))];
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of cells)
    console.log(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`,
    );
}

/** The last line of a bench. */
export function reportVerdict(passed: boolean, words: string): boolean {
  console.log(`\n${passed ? "PASS" : "MISS"}  ${words}`);
  return passed;
}
