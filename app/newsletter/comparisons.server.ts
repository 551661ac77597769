import { db, inTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";

/** The last comparison of ledger and Resend that ended, with what is left for a person. */
export async function latestComparison() {
  const run = await db.audienceComparison.findFirst({ where: { finishedAt: { not: null } }, orderBy: { startedAt: "desc" } });
  if (!run) return null;
  const of = (healed: boolean) => ({ comparisonId: run.id, healed });
  const [healed, open, left] = await Promise.all([
    db.audienceFinding.count({ where: of(true) }),
    db.audienceFinding.findMany({ where: of(false), take: 50, select: { about: true, words: true } }),
    db.audienceFinding.count({ where: of(false) }),
  ]);
  return { startedAt: run.startedAt, contacts: run.contacts, found: healed + left, healed, open };
}

/** Asks for a comparison now; one at a time. */
export const askComparison = (): Promise<void> => inTransaction((tx) => enqueue(tx, "compare-audience", {}, { key: "compare-audience" }));
