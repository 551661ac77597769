import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
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
 * While the disk is full, changes wait in memory and are written once there is room: the sandbox goes on, and says so.
 * @param heading says what the file holds; a file with another heading is put aside and begun afresh
 */
export function openJournal(file: string, heading: string): Journal {
  mkdirSync(dirname(file), { recursive: true });
  let handle: number | null = null;
  let waitingLines = "";
  let waitingWhole: Entry[] | null = null;
  let timer: NodeJS.Timeout | undefined;
  const close = () => {
    if (handle !== null) closeSync(handle);
    handle = null;
  };

  const writeWhole = (entries: Entry[]) => {
    close();
    const fresh = openSync(`${file}.new`, "w", 0o600);
    try {
      chmodSync(`${file}.new`, 0o600);
      appendFileSync(fresh, `${heading}\n`);
      for (const entry of entries) appendFileSync(fresh, lineOf(entry));
      fsyncSync(fresh);
    } finally {
      closeSync(fresh);
    }
    renameSync(`${file}.new`, file);
  };
  /** A line that was written in part is taken back. */
  const writeLines = (lines: string) => {
    handle ??= openSync(file, "a", 0o600);
    const { size } = fstatSync(handle);
    try {
      appendFileSync(handle, lines);
    } catch (error) {
      ftruncateSync(handle, size);
      throw error;
    }
  };
  const write = () => {
    try {
      if (waitingWhole) writeWhole(waitingWhole);
      waitingWhole = null;
      if (waitingLines) writeLines(waitingLines);
      waitingLines = "";
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      rmSync(`${file}.new`, { force: true });
      if (timer) return;
      console.warn(`The disk is full: ${file} can't be written. Make room: until then a restart loses what the sandbox did since.`);
      timer = setInterval(() => {
        write();
        if (waitingWhole ?? waitingLines) return;
        clearInterval(timer);
        timer = undefined;
      }, retryMs).unref();
    }
  };

  return {
    append(entries) {
      waitingLines += entries.map(lineOf).join("");
      write();
    },
    rewrite(entries) {
      [waitingWhole, waitingLines] = [entries, ""];
      write();
    },
    read() {
      if (!existsSync(file)) return [];
      const [first, ...lines] = readFileSync(file, "utf8").split("\n");
      if (first === heading) return lines.flatMap(parse);
      renameSync(file, `${file}.old`);
      chmodSync(`${file}.old`, 0o600);
      return [];
    },
    close() {
      write();
      clearInterval(timer);
      close();
    },
  };
}

const retryMs = 1000;

const isDiskFull = (error: unknown): boolean => ["ENOSPC", "EDQUOT"].includes((error as { code?: string }).code ?? "");

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

function parse(line: string): Entry[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
