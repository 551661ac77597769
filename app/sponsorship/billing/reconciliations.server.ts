import type { PlanReconciliation, PlanReconciliationFinding } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";

const runsPerPage = 14;
const findingsPerPage = 50;

export type ReconciliationPage = {
  /** The last nights, newest first. */
  runs: PlanReconciliation[];
  /** The one that is looked at; null where there was none, or none of that name. */
  run: PlanReconciliation | null;
  /** What needs a person comes first. */
  findings: PlanReconciliationFinding[];
  /** What the next page goes on after; null: this is the last. */
  nextAfter: string | null;
};

/**
 * What the nightly reconciliation found, a page at a time: as quick with a hundred thousand plans as with a thousand.
 * @param id the night; unless said, the last one
 * @param after the finding to go on after
 */
export async function getReconciliationPage(id: string | null, after: string | null): Promise<ReconciliationPage> {
  const runs = await db.planReconciliation.findMany({ orderBy: { startedAt: "desc" }, take: runsPerPage });
  const run = id === null ? (runs[0] ?? null) : await db.planReconciliation.findUnique({ where: { id } });
  if (!run) return { runs, run: null, findings: [], nextAfter: null };
  const cursor =
    after && (await db.planReconciliationFinding.findFirst({ where: { id: after, reconciliationId: run.id }, select: { id: true } }));
  const found = await db.planReconciliationFinding.findMany({
    where: { reconciliationId: run.id },
    orderBy: [{ healed: "asc" }, { id: "asc" }],
    take: findingsPerPage + 1,
    ...(cursor && { cursor: { id: cursor.id }, skip: 1 }),
  });
  const findings = found.slice(0, findingsPerPage);
  return { runs, run, findings, nextAfter: found.length > findingsPerPage ? (findings.at(-1)?.id ?? null) : null };
}
