import { Readable, Transform, type TransformCallback } from "node:stream";
import { parse, CsvError } from "csv-parse";
import { truncateText } from "../text";

/** One line of a list, as it stands in the file. */
export type CsvRow = Partial<Record<string, string>>;

/** A line of a list, with the number that an editor shows for where it begins. */
export type NumberedRow = { number: number; line: CsvRow };

/** Why a file can't be read as a list at all, in words for whoever has it. */
export class UnreadableFile extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableFile";
  }
}

/** Gives the bytes of a list from its beginning, as often as it is called. */
export type CsvSource = () => AsyncIterable<Uint8Array>;

/** What a list has to name in its first line. */
export type CsvColumns = {
  /** A column's name as people and their programs write it, to ours. */
  normalize: (name: string) => string;
  /** Columns that a list lacks, in their order. */
  missing: (names: readonly string[]) => readonly string[];
};

const maxRecordCharacters = 16_384;
const saveAsUtf8 = "Save it as “CSV UTF-8” and try again.";

/** Passes UTF-8 on, and says where a file is not. */
class Utf8Decoder extends Transform {
  #decoder = new TextDecoder("utf-8", { fatal: true });
  #lines = 1;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#decode(chunk, true, done);
  }
  override _flush(done: TransformCallback): void {
    this.#decode(undefined, false, done);
  }
  #decode(chunk: Buffer | undefined, stream: boolean, done: TransformCallback): void {
    try {
      const text = this.#decoder.decode(chunk, { stream });
      this.#lines += text.split("\n").length - 1;
      if (text.includes("\u0000")) return done(new UnreadableFile(`The file is not text, or not in UTF-8. ${saveAsUtf8}`));
      done(null, text);
    } catch {
      done(new UnreadableFile(`The file is not in UTF-8: see about line ${this.#lines}, or a little after. ${saveAsUtf8}`));
    }
  }
}

/** What else people bring, known by how it begins. */
const otherFileSignatures: [number[], string][] = [
  [[0x50, 0x4b, 0x03, 0x04], "an Excel workbook, or another packed file"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
];

/** Which sign stands between the columns: the one that the first line has most of. */
async function detectDelimiter(source: CsvSource): Promise<string> {
  let head = Buffer.alloc(0);
  for await (const bytes of source()) {
    head = Buffer.concat([head, bytes]).subarray(0, 4096);
    if (head.length === 4096) break;
  }
  const other = otherFileSignatures.find(([beginning]) => beginning.every((byte, place) => head[place] === byte));
  if (other) throw new UnreadableFile(`The file is ${other[1]}, not a list. Open it, and save the sheet as “CSV UTF-8”.`);
  const [first = ""] = head.toString("latin1").split(/\r?\n/);
  const count = (sign: string) => first.split(sign).length;
  return [",", ";", "\t"].toSorted((a, b) => count(b) - count(a))[0] ?? ",";
}

/**
 * Reads a list line by line; memory stays the same for any length. Takes commas, semicolons or tabs, and a byte order mark.
 * @throws UnreadableFile with what to do
 */
export async function* readCsv(source: CsvSource, expected: CsvColumns): AsyncGenerator<NumberedRow> {
  let hasHeader = false;
  const parser = parse({
    bom: true,
    delimiter: await detectDelimiter(source),
    columns(names: string[]) {
      hasHeader = true;
      return validateColumnNames(names, expected);
    },
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordCharacters,
    info: true,
    trim: true,
  });
  const bytes = Readable.from(source());
  const text = new Utf8Decoder();
  bytes.on("error", (error) => text.destroy(error));
  text.on("error", (error) => parser.destroy(error));
  bytes.pipe(text).pipe(parser);
  let lastLine = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: CsvRow; info: { lines: number } }>) {
      yield { number: lastLine + 1, line: record };
      lastLine = info.lines;
    }
    if (!hasHeader) throw new UnreadableFile("The file is empty.");
  } catch (error) {
    throw error instanceof CsvError ? toUnreadableFile(error) : error;
  } finally {
    bytes.destroy();
  }
}

function validateColumnNames(given: string[], { normalize, missing: findMissing }: CsvColumns): string[] {
  const names = given.map(normalize);
  const missing = findMissing(names);
  if (missing.length > 0)
    throw new UnreadableFile(
      `The first line must name the columns. Missing: ${missing.join(", ")}. There are: ${truncateText(names.join(", "), 300, "")}`,
    );
  const duplicate = names.find((name, place) => name !== "" && names.indexOf(name) !== place);
  if (duplicate) throw new UnreadableFile(`The column ${duplicate} stands there twice: leave one.`);
  return names.map((name, place) => name || `column_${place + 1}`);
}

function toUnreadableFile({ code, message }: CsvError): UnreadableFile {
  const [, line = ""] = /\bline (\d+)/.exec(message) ?? [];
  const messages: Record<string, string> = {
    CSV_MAX_RECORD_SIZE: `has more than ${maxRecordCharacters.toLocaleString("en-GB")} characters in one record. Mostly a quotation mark is missing at its end`,
    CSV_QUOTE_NOT_CLOSED: "is the end, inside a quotation mark that was opened before and never closed",
    CSV_INVALID_CLOSING_QUOTE: "goes on after a closing quotation mark. A quotation mark inside a field is written twice",
    INVALID_OPENING_QUOTE:
      "has a quotation mark in the midst of a field. Put the whole field between quotation marks, and write the mark twice",
  };
  return new UnreadableFile(`Line ${line} ${messages[code] ?? `can’t be read (${code})`}.`);
}
