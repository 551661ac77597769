import { z } from "zod";

/**
 * A backup is a row of named entries: first what it holds, then the rows of each table in pieces, last the totals. A backup
 * without its last entry was cut off.
 */
export type Entry = { name: string; bytes: Buffer };

const named = { schema: z.string(), name: z.string() };

export const contentsSchema = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** The migrations that its tables had, oldest first. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ ...named, columns: z.array(z.string()) })),
});
export type Contents = z.infer<typeof contentsSchema>;

export const totalsSchema = z.object({
  tables: z.array(z.object({ ...named, rows: z.string(), digest: z.string() })),
  sequences: z.array(z.object({ ...named, value: z.string().nullable() })),
});
export type Totals = z.infer<typeof totalsSchema>;

export const contentsName = "contents.json";
export const totalsName = "totals.json";
export const pieceName = ({ schema, name }: { schema: string; name: string }, nth: number): string => `rows/${schema}.${name}/${nth}`;

/** Refused in words: the file is no backup, or not a whole one. */
export class BackupRefused extends Error {
  override name = "BackupRefused";
}

export const jsonEntry = (name: string, value: Contents | Totals): Entry => ({ name, bytes: Buffer.from(JSON.stringify(value)) });

/** @throws BackupRefused where it is not what the entry should be */
export function parseEntry<Value>(schema: z.ZodType<Value>, entry: Entry | undefined, name: string): Value {
  if (entry?.name !== name) throw new BackupRefused("This backup is not whole: it was cut off, or is no backup of this site.");
  try {
    return schema.parse(JSON.parse(entry.bytes.toString("utf8")));
  } catch {
    throw new BackupRefused("This backup was made by a version of the site that this one can’t read: use a later one.");
  }
}
