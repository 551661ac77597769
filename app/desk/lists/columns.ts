/** One column of a list: what it shows, and what stands in a file. */
export type Column<Row> = {
  /** As addresses and files call it. */
  key: string;
  label: string;
  /** Shown unless somebody chose columns. */
  isUsual: boolean;
  isNumber?: true;
  /** Long words that take several lines. */
  wraps?: true;
  show: (row: Row) => string;
  /** The page behind it. */
  link?: (row: Row) => string | null;
  /** What a file holds, where it is not what is shown: sums as decimal pounds, instants as ISO 8601 in UTC. */
  file?: (row: Row) => string;
};

export type Cell = { text: string; href: string | null; isNumber: boolean; wraps: boolean };

/** The columns that an address asks for by `cols`; the usual ones where it asks for none that is known. */
export function chooseColumns<Row>(columns: readonly Column<Row>[], params: URLSearchParams): Column<Row>[] {
  const asked = new Set(params.getAll("cols"));
  const chosen = columns.filter(({ key }) => asked.has(key));
  return chosen.length > 0 ? chosen : columns.filter(({ isUsual }) => isUsual);
}

export const toCells = <Row>(columns: readonly Column<Row>[], row: Row): Cell[] =>
  columns.map(({ show, link, isNumber = false, wraps = false }) => ({
    text: show(row),
    href: link?.(row) ?? null,
    isNumber,
    wraps,
  }));

/** So many rows are gone through unasked, to add them up. */
export const maxRowsToSum = 10_000;
