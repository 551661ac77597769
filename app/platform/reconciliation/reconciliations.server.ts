import { now } from "~/platform/clock";
import type { Reconciliation, ReconciliationFinding, ReconciliationKind } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";

const findingsPerPage = 50;

export type RunWithFindings = {
  run: Reconciliation;
  /** What needs a person comes first. */
  findings: ReconciliationFinding[];
  /** What the next page goes on after; null: this is the last. */
  nextAfter: string | null;
};

/** The last runs of a kind, newest first. */
export const listRuns = (kind: ReconciliationKind, take: number): Promise<Reconciliation[]> =>
  db.reconciliation.findMany({ where: { kind }, orderBy: { startedAt: "desc" }, take });

/**
 * What a run found, a page at a time: as quick with a hundred thousand rows as with a thousand.
 * @param after the finding to go on after
 * @returns null: there is no such run
 */
export async function findRun(id: string, after: string | null = null): Promise<RunWithFindings | null> {
  const run = await db.reconciliation.findUnique({ where: { id } });
  if (!run) return null;
  const cursor = after && (await db.reconciliationFinding.findFirst({ where: { id: after, reconciliationId: id }, select: { id: true } }));
  const found = await db.reconciliationFinding.findMany({
    where: { reconciliationId: id },
    orderBy: [{ healed: "asc" }, { id: "asc" }],
    take: findingsPerPage + 1,
    ...(cursor && { cursor: { id: cursor.id }, skip: 1 }),
  });
  const findings = found.slice(0, findingsPerPage);
  return { run, findings, nextAfter: found.length > findingsPerPage ? (findings.at(-1)?.id ?? null) : null };
}

/** All that a run found, what needs a person first. */
export const listFindings = (id: string): Promise<ReconciliationFinding[]> =>
  db.reconciliationFinding.findMany({ where: { reconciliationId: id }, orderBy: [{ healed: "asc" }, { about: "asc" }, { id: "asc" }] });

/** Forgets reconciliations after a year: their findings name gifts and plans by their references. @returns how many */
export async function purgeReconciliations(): Promise<number> {
  const before = new Date(now().getTime() - 365 * 24 * 3_600_000);
  return (await db.reconciliation.deleteMany({ where: { startedAt: { lt: before } } })).count;
}
