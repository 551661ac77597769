import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { quote, type BackedUpTable } from "./tables.server";

const pieceBytes = 4 * 1024 * 1024;

const columnList = ({ columns }: BackedUpTable) => columns.map((column) => quote(column)).join(", ");

/** A table's rows in PostgreSQL's own text form, in pieces of some megabytes, so that no table need fit into memory. */
export async function* readRows(client: pg.ClientBase, table: BackedUpTable): AsyncGenerator<Buffer> {
  const rows = client.query(copyTo(`COPY ${quote(table.schema, table.name)} (${columnList(table)}) TO STDOUT`));
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of rows as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(parts);
}

/** Puts rows in that readRows gave. */
export async function writeRows(client: pg.ClientBase, table: BackedUpTable, pieces: AsyncIterable<Buffer>): Promise<void> {
  const into = client.query(copyFrom(`COPY ${quote(table.schema, table.name)} (${columnList(table)}) FROM STDIN`));
  await pipeline(Readable.from(pieces), into);
}
