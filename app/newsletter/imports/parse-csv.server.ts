import { open } from "node:fs/promises";
import { readCsv, UnreadableFile, type CsvSource } from "~/platform/spreadsheets/read-csv.server";
import { missingColumns, normalizeColumnName } from "./columns";

/** A list in a file of this machine. */
export const fileSource = (path: string): CsvSource =>
  async function* () {
    const file = await open(path).catch(() => {
      throw new UnreadableFile(`${path} can’t be read: is it there?`);
    });
    yield* file.createReadStream() as AsyncIterable<Uint8Array>;
  };

/** Reads a list of subscribers line by line. @throws UnreadableFile with what to do */
export const parseCsv = (source: CsvSource) => readCsv(source, { normalize: normalizeColumnName, missing: missingColumns });
