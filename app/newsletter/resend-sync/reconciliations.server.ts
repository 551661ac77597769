import type { AudienceReconciliation } from "~/../prisma/client/client";
import { db, inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";

/** The last comparison of ledger and Resend that ended, with what is left for a person. */
export async function findLatestReconciliation() {
  const run = await db.audienceReconciliation.findFirst({ where: { finishedAt: { not: null } }, orderBy: { startedAt: "desc" } });
  const openFindings =
    run &&
    (await db.audienceReconciliationFinding.findMany({
      where: findingsWhere(run.id, false),
      take: 50,
      select: { about: true, message: true },
    }));
  return run && openFindings && { ...(await withCounts(run)), open: openFindings };
}

/** One comparison: how much it looked at, put right, and left for a person. */
export async function findReconciliation(id: string) {
  const run = await db.audienceReconciliation.findUnique({ where: { id } });
  return run && (await withCounts(run));
}

const findingsWhere = (reconciliationId: string, healed: boolean) => ({ reconciliationId, healed });

async function withCounts({ id, startedAt, contacts }: AudienceReconciliation) {
  const [healed, unresolved] = await Promise.all([
    db.audienceReconciliationFinding.count({ where: findingsWhere(id, true) }),
    db.audienceReconciliationFinding.count({ where: findingsWhere(id, false) }),
  ]);
  return { startedAt, contacts, healed, unresolved, found: healed + unresolved };
}

/** Asks for a comparison now; one at a time. */
export const queueReconciliation = (): Promise<void> =>
  inTransaction((tx) => enqueue(tx, "reconcile-audience", {}, { key: "reconcile-audience" }));
