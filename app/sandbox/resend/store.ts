import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

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

type Line = [collection: string] | [collection: string, id: string] | [collection: string, id: string, value: unknown];

export type Store = { collection<T>(name: string): Collection<T>; close(): void };

/**
 * Opens the sandbox's memory. Every change is one appended line, so that a killed process loses nothing it answered
 * for; at opening the file is rewritten whole under another name and moved into place.
 * @param file null: memory only
 */
export function openStore(file: string | null): Store {
  const records = file && existsSync(file) ? replay(readFileSync(file, "utf8")) : new Map<string, Map<string, unknown>>();
  const journal = file ? rewrite(file, records) : null;
  const write = (line: Line) => {
    if (journal !== null) appendFileSync(journal, `${JSON.stringify(line)}\n`);
  };
  return {
    collection<T>(name: string): Collection<T> {
      const kept = recordsOf(records, name) as Map<string, T>;
      return {
        get: (id) => kept.get(id),
        put(id, value) {
          write([name, id, value]);
          kept.set(id, value);
        },
        delete(id) {
          if (!kept.has(id)) return;
          write([name, id]);
          kept.delete(id);
        },
        values: () => [...kept.values()],
        clear() {
          write([name]);
          kept.clear();
        },
      };
    },
    close() {
      if (journal !== null) closeSync(journal);
    },
  };
}

function recordsOf(records: Map<string, Map<string, unknown>>, name: string): Map<string, unknown> {
  const known = records.get(name) ?? new Map<string, unknown>();
  records.set(name, known);
  return known;
}

function replay(text: string): Map<string, Map<string, unknown>> {
  const records = new Map<string, Map<string, unknown>>();
  for (const written of text.split("\n")) {
    const line = readLine(written);
    if (!line) continue;
    const kept = recordsOf(records, line[0]);
    if (line.length === 1) kept.clear();
    else if (line.length === 2) kept.delete(line[1]);
    else kept.set(line[1], line[2]);
  }
  return records;
}

/** A line that a killed process left half-written was never answered for: it counts as not written. */
function readLine(written: string): Line | null {
  try {
    return written === "" ? null : (JSON.parse(written) as Line);
  } catch {
    return null;
  }
}

function rewrite(file: string, records: Map<string, Map<string, unknown>>): number {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  const handle = openSync(fresh, "w", 0o600);
  for (const [name, kept] of records) {
    for (const [id, value] of kept) writeSync(handle, `${JSON.stringify([name, id, value])}\n`);
  }
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
  return openSync(file, "a", 0o600);
}
