import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One change: a record put into a table, or (without a record) taken out of it. */
export type Entry = { table: string; id: string; record?: unknown };

/**
 * A file of changes, a line each. A line is written before the change is answered for, so a killed process loses
 * nothing that was answered; a last line cut short is left out when reading.
 */
export type Journal = { append: (entries: Entry[]) => void; rewrite: (entries: Entry[]) => void; read: () => Entry[] };

/** @param heading says what the file holds; a file with another heading is put aside and begun afresh */
export function openJournal(file: string, heading: string): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const write = (entries: Entry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  return {
    append: (entries) => appendFileSync(file, write(entries)),
    rewrite(entries) {
      writeFileSync(`${file}.new`, `${heading}\n${write(entries)}`);
      renameSync(`${file}.new`, file);
    },
    read() {
      if (!existsSync(file)) return [];
      const [first, ...lines] = readFileSync(file, "utf8").split("\n");
      if (first === heading) return lines.flatMap(parse);
      renameSync(file, `${file}.old`);
      return [];
    },
  };
}

function parse(line: string): Entry[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
