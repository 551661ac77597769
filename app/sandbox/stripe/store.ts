import type { Entry, Journal } from "../journal";

type Row = { id: string };

/** Rows by id, in the order in which they came. Changes count once they are put back, and last once they are committed. */
export type Table<T extends Row> = {
  get: (id: string) => T | undefined;
  put: (row: T) => T;
  remove: (id: string) => void;
  all: () => T[];
};

export type Store = {
  table: <T extends Row>(name: string) => Table<T>;
  /** Finds one of Stripe's objects whatever its table. */
  anywhere: (id: string) => object | undefined;
  /** Writes what changed since the last commit to the journal. */
  commit: () => void;
  clear: () => void;
  close: () => void;
};

const rewriteAfter = 50_000;

/** Keeps everything in memory; with a journal, on disk as well. */
export function openStore(journal: Journal | null): Store {
  const tables = new Map<string, Map<string, Row>>();
  const changed = new Map<string, Entry>();
  let written = 0;
  const rows = (name: string) => {
    const known = tables.get(name) ?? new Map<string, Row>();
    tables.set(name, known);
    return known;
  };
  const whole = (): Entry[] => [...tables].flatMap(([table, held]) => [...held].map(([id, record]) => ({ table, id, record })));

  for (const { table, id, record } of journal?.read() ?? []) {
    if (record === undefined) rows(table).delete(id);
    else rows(table).set(id, record as Row);
  }
  journal?.rewrite(whole());

  return {
    table<T extends Row>(name: string): Table<T> {
      const held = rows(name) as Map<string, T>;
      return {
        get: (id) => held.get(id),
        put(row) {
          held.set(row.id, row);
          changed.set(`${name} ${row.id}`, { table: name, id: row.id, record: row });
          return row;
        },
        remove(id) {
          held.delete(id);
          changed.set(`${name} ${id}`, { table: name, id });
        },
        all: () => [...held.values()],
      };
    },
    anywhere(id) {
      for (const [name, held] of tables) if (!name.startsWith("_") && held.has(id)) return held.get(id);
      return undefined;
    },
    commit() {
      if (changed.size === 0) return;
      written += changed.size;
      if (written > rewriteAfter) {
        journal?.rewrite(whole());
        written = 0;
      } else journal?.append([...changed.values()]);
      changed.clear();
    },
    clear() {
      for (const held of tables.values()) held.clear();
      changed.clear();
      journal?.rewrite([]);
    },
    close: () => journal?.close(),
  };
}
