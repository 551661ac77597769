import { appendFileSync, chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync } from "node:fs";
import { dirname } from "node:path";

/** One change: a record put into a table, or (without a record) taken out of it. */
export type Entry = { table: string; id: string; record?: unknown };

export type Journal = {
  append: (entries: Entry[]) => void;
  /** Puts these entries in the place of all others. */
  rewrite: (entries: Entry[]) => void;
  read: () => Entry[];
  close: () => void;
};

/**
 * A file of changes, a line each. A line is written before the change is answered for, so a killed process loses nothing
 * that was answered; a last line cut short is left out when reading. Only this user may read it: it holds personal data.
 * @param heading says what the file holds; a file with another heading is put aside and begun afresh
 */
export function openJournal(file: string, heading: string): Journal {
  mkdirSync(dirname(file), { recursive: true });
  let handle: number | null = null;
  const close = () => {
    if (handle !== null) closeSync(handle);
    handle = null;
  };
  return {
    append(entries) {
      appendFileSync((handle ??= openSync(file, "a", 0o600)), entries.map(lineOf).join(""));
    },
    rewrite(entries) {
      close();
      const fresh = openSync(`${file}.new`, "w", 0o600);
      chmodSync(`${file}.new`, 0o600);
      appendFileSync(fresh, `${heading}\n`);
      for (const entry of entries) appendFileSync(fresh, lineOf(entry));
      fsyncSync(fresh);
      closeSync(fresh);
      renameSync(`${file}.new`, file);
    },
    read() {
      if (!existsSync(file)) return [];
      const [first, ...lines] = readFileSync(file, "utf8").split("\n");
      if (first === heading) return lines.flatMap(parse);
      renameSync(file, `${file}.old`);
      chmodSync(`${file}.old`, 0o600);
      return [];
    },
    close,
  };
}

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

function parse(line: string): Entry[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
