import { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import { auditActions, type AuditAction } from "./audit";
import type { AuditFilter } from "./audit-filter";

export type AuditRow = {
  sequence: bigint;
  at: Date;
  staffId: string | null;
  staffName: string | null;
  network: string;
  action: string;
  aboutKind: string;
  aboutId: string;
  /** Whom it is about, if it is somebody on the team. */
  aboutName: string | null;
  was: unknown;
  became: unknown;
};

const pageSize = 50;

function conditions({ text, who, action, from, to }: AuditFilter, before: bigint | null): Prisma.Sql {
  const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(before !== null ? [Prisma.sql`entry.sequence < ${before}`] : []),
      ...(who === "command" ? [Prisma.sql`entry.staff_id IS NULL`] : who ? [Prisma.sql`entry.staff_id = ${who}`] : []),
      ...(action ? [Prisma.sql`entry.action = ${action}`] : []),
      ...(from ? [Prisma.sql`entry.at >= ${startOfLondonDate(from)}`] : []),
      ...(to ? [Prisma.sql`entry.at < ${startOfLondonDate(addDays(to, 1))}`] : []),
      ...(text
        ? [
            Prisma.sql`(entry.about_id ILIKE ${like} OR entry.was::text ILIKE ${like} OR entry.became::text ILIKE ${like}
              OR actor.name ILIKE ${like} OR about.name ILIKE ${like} OR entry.network ILIKE ${like})`,
          ]
        : []),
    ],
    " AND ",
  );
}

const select = (where: Prisma.Sql, limit: number) => db.$queryRaw<AuditRow[]>`
  SELECT entry.sequence, entry.at, entry.staff_id AS "staffId", actor.name AS "staffName", entry.network, entry.action,
    entry.about_kind AS "aboutKind", entry.about_id AS "aboutId", about.name AS "aboutName", entry.was, entry.became
  FROM audit_entry AS entry
  LEFT JOIN staff_member AS actor ON actor.id = entry.staff_id
  LEFT JOIN staff_member AS about ON entry.about_kind = 'staff' AND about.id = entry.about_id
  WHERE ${where} ORDER BY entry.sequence DESC LIMIT ${limit}`;

/** A page of the log, newest first. @param before the cursor of the page before; what is no cursor begins anew */
export async function listAuditEntries(filter: AuditFilter, before: string | null): Promise<{ rows: AuditRow[]; next: string | null }> {
  const cursor = before && /^\d{1,18}$/.test(before) ? BigInt(before) : null;
  const rows = await select(conditions(filter, cursor), pageSize + 1);
  const shown = rows.slice(0, pageSize);
  return { rows: shown, next: rows.length > pageSize ? String(shown.at(-1)?.sequence) : null };
}

/** All of the log that a filter leaves, piece by piece. */
export async function* streamAuditEntries(filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  let cursor: bigint | null = null;
  for (;;) {
    const rows: AuditRow[] = await select(conditions(filter, cursor), 1000);
    if (rows.length === 0) return;
    yield rows;
    cursor = rows.at(-1)?.sequence ?? null;
  }
}

/** Whoever may be in the log, for its filter. */
export const listAuditActors = () =>
  db.staffMember.findMany({ select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });

/** An action in words; one that the code no longer knows as it was written. */
export const describeAction = (action: string): string =>
  Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction] : action;
