/** What stands in a table of ours under a key that a visitor chose; null: nothing of ours, such as under `__proto__`. */
export const lookUp = <Value>(table: Readonly<Record<string, Value>>, key: string | null | undefined): Value | null =>
  typeof key === "string" && Object.hasOwn(table, key) ? (table[key] ?? null) : null;

/** A whole number from 0 on that a form or an address carries, small enough for every column; 0 for what is none. */
export const parseWholeNumber = (text: string | null | undefined): number => (/^\d{1,9}$/.test(text ?? "") ? Number(text) : 0);
