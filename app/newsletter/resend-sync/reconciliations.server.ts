import type { AudienceComparison } from "~/../prisma/client/client";
import { db, inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";

/** The last comparison of ledger and Resend that ended, with what is left for a person. */
export async function latestComparison() {
  const run = await db.audienceComparison.findFirst({ where: { finishedAt: { not: null } }, orderBy: { startedAt: "desc" } });
  const open = run && (await db.audienceFinding.findMany({ where: of(run.id, false), take: 50, select: { about: true, words: true } }));
  return run && open && { ...(await withCounts(run)), open };
}

/** One comparison: how much it looked at, put right, and left for a person. */
export async function comparisonCalled(id: string) {
  const run = await db.audienceComparison.findUnique({ where: { id } });
  return run && (await withCounts(run));
}

const of = (comparisonId: string, healed: boolean) => ({ comparisonId, healed });

async function withCounts({ id, startedAt, contacts }: AudienceComparison) {
  const [healed, left] = await Promise.all([
    db.audienceFinding.count({ where: of(id, true) }),
    db.audienceFinding.count({ where: of(id, false) }),
  ]);
  return { startedAt, contacts, healed, left, found: healed + left };
}

/** Asks for a comparison now; one at a time. */
export const askComparison = (): Promise<void> => inTransaction((tx) => enqueue(tx, "compare-audience", {}, { key: "compare-audience" }));
