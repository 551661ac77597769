import { openJournal } from "../journal";

/** A named set of records of one type, kept in memory and, if the store has a file, on disk. */
export type Collection<T> = {
  get(id: string): T | undefined;
  /** Adds or replaces; on disk before it returns. */
  put(id: string, value: T): void;
  delete(id: string): void;
  /** Oldest first. */
  values(): T[];
  clear(): void;
};

export type Store = { collection<T>(name: string): Collection<T>; close(): void };

/** Opens the sandbox's memory. @param file null: memory only */
export function openStore(file: string | null): Store {
  const journal = file === null ? null : openJournal(file, JSON.stringify({ holds: "resend sandbox" }));
  const tables = new Map<string, Map<string, unknown>>();
  const tableOf = (name: string) => {
    const known = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, known);
    return known;
  };
  for (const { table, id, record } of journal?.read() ?? []) {
    if (record === undefined) tableOf(table).delete(id);
    else tableOf(table).set(id, record);
  }
  journal?.rewrite([...tables].flatMap(([table, rows]) => [...rows].map(([id, record]) => ({ table, id, record }))));
  return {
    collection<T>(name: string): Collection<T> {
      const rows = tableOf(name) as Map<string, T>;
      return {
        get: (id) => rows.get(id),
        put(id, value) {
          journal?.append([{ table: name, id, record: value }]);
          rows.set(id, value);
        },
        delete(id) {
          if (!rows.has(id)) return;
          journal?.append([{ table: name, id }]);
          rows.delete(id);
        },
        values: () => [...rows.values()],
        clear() {
          journal?.append([...rows.keys()].map((id) => ({ table: name, id })));
          rows.clear();
        },
      };
    },
    close: () => journal?.close(),
  };
}
