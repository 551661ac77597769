import { Prisma } from "~/../prisma/client/client";
import type { Tx } from "~/platform/database/db.server";
import type { LinkedTable } from "../account-changes";
import type { ChangedRows, MergeUndo } from "./merge";

type Values = Record<string, string | null>;
type Of = { ids: string[]; emails: string[] };
/** Table -> row's id -> its columns. */
export type Snapshot = Map<string, Map<string, Values>>;

const identifier = (name: string) => Prisma.raw(`"${name}"`);

/** Where the supporter of a row is one of these. */
export const whereOwner = ({ ids }: Of): Prisma.Sql => Prisma.sql`supporter_id = ANY (${ids})`;

/** The same, and forms with their addresses that are nobody's: found by the index over names and addresses of gifts and plans. */
export const whereOwnerOrTyped = ({ ids, emails }: Of): Prisma.Sql => {
  const typed = emails.map((email) => {
    const pattern = `%${email.replace(/[\\%_]/g, "\\$&")}`;
    return Prisma.sql`(supporter_id IS NULL AND lower(email) = ${email} AND lower(first_name || ' ' || last_name || ' ' || email) LIKE ${pattern})`;
  });
  return Prisma.join([whereOwner({ ids, emails }), ...typed], " OR ");
};

/** What tables hold of some supporters. Each row is held until the transaction ends, table by table, by their ids. */
export async function takeSnapshot(tx: Tx, tables: readonly LinkedTable[], of: Of): Promise<Snapshot> {
  const snapshot: Snapshot = new Map();
  for (const { table, columns, where } of tables) {
    const selected = Prisma.join(["id", ...columns].map(identifier));
    const rows = await tx.$queryRaw<(Values & { id: string })[]>`
      SELECT ${selected} FROM ${identifier(table)} WHERE ${where(of)} ORDER BY id FOR UPDATE`;
    snapshot.set(table, new Map(rows.map(({ id, ...values }) => [id, values])));
  }
  return snapshot;
}

/** What became of rows between two snapshots: those that changed alike together, and those that are new. */
export function compareSnapshots(tables: readonly LinkedTable[], before: Snapshot, after: Snapshot): Pick<MergeUndo, "changed" | "added"> {
  const changed = new Map<string, ChangedRows>();
  const added: MergeUndo["added"] = [];
  for (const { table, hasNew } of tables) {
    const earlier = before.get(table) ?? new Map<string, Values>();
    const later = after.get(table) ?? new Map<string, Values>();
    const newIds: string[] = [];
    for (const [id, became] of later) {
      const was = earlier.get(id);
      if (!was) newIds.push(id);
      else if (JSON.stringify(was) !== JSON.stringify(became)) {
        const key = JSON.stringify([table, was, became]);
        const alike = changed.get(key) ?? { table, ids: [], was, became };
        alike.ids.push(id);
        changed.set(key, alike);
      }
    }
    if (hasNew && newIds.length > 0) added.push({ table, ids: newIds });
  }
  return { changed: [...changed.values()], added };
}

/**
 * Puts rows back. One that went over goes back whole, wherever it still is with the record that stayed. Of others a column goes back that
 * is still as the merge left it: what was changed since stays. Rows that are gone stay gone.
 */
export async function putBack(tx: Tx, tables: readonly LinkedTable[], { changed, added }: Pick<MergeUndo, "changed" | "added">) {
  for (const { table, ownerColumn, columns } of tables) {
    for (const rows of changed.filter((each) => each.table === table)) {
      const hasMoved = ownerColumn !== undefined && rows.was[ownerColumn] !== rows.became[ownerColumn];
      const sameOwner = ownerColumn
        ? Prisma.sql`${identifier(ownerColumn)} IS NOT DISTINCT FROM ${rows.became[ownerColumn] ?? null}`
        : Prisma.sql`TRUE`;
      const different = columns.filter((column) => hasMoved || rows.was[column] !== rows.became[column]);
      const values = different.map((column) => {
        const name = identifier(column);
        const was = rows.was[column] ?? null;
        if (hasMoved) return Prisma.sql`${name} = ${was}`;
        return Prisma.sql`${name} = CASE WHEN ${name} IS NOT DISTINCT FROM ${rows.became[column] ?? null} THEN ${was} ELSE ${name} END`;
      });
      await tx.$executeRaw`UPDATE ${identifier(table)} SET ${Prisma.join(values)} WHERE id = ANY (${rows.ids}) AND ${sameOwner}`;
    }
    for (const { ids } of added.filter((each) => each.table === table))
      await tx.$executeRaw`DELETE FROM ${identifier(table)} WHERE id = ANY (${ids})`;
  }
}
