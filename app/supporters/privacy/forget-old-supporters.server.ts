import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { deleteEmailsAbout } from "~/platform/mail/delete-emails.server";

const batchSize = 200;

/**
 * Forgets supporters of whom nothing is kept any more: no gift, no plan, no declaration that is young. Their sessions and changes
 * of address go with them. Somebody who gives again is a new supporter.
 * @param before what happened before it is forgotten
 * @returns how many
 */
export async function forgetOldSupporters(before: Date): Promise<number> {
  const isDue = {
    createdAt: { lt: before },
    donations: { none: {} },
    plans: { none: {} },
    declarations: { none: { OR: [{ declaredAt: { gte: before } }, { cancelledAt: { gte: before } }] } },
  };
  for (let forgotten = 0; ;) {
    const supporters = await db.supporter.findMany({
      where: isDue,
      orderBy: { id: "asc" },
      take: batchSize,
      select: { id: true },
    });
    if (supporters.length === 0) return forgotten;
    const ids = supporters.map(({ id }) => id);
    forgotten += await inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM supporter WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
      // Held, they can't be given another gift: whoever is still without one goes.
      const due = (await tx.supporter.findMany({ where: { id: { in: ids }, ...isDue }, select: { id: true } })).map(({ id }) => id);
      const changes = await tx.emailChange.findMany({ where: { supporterId: { in: due } }, select: { id: true } });
      await deleteEmailsAbout(tx, "emailChangeId", changes);
      return (await tx.supporter.deleteMany({ where: { id: { in: due } } })).count;
    });
  }
}

/** Six years, counted generously: a day too long is no harm. */
const erasureRetentionMs = (6 * 365 + 2) * 24 * 60 * 60 * 1000;

/** Forgets that somebody was erased six years after it was done. @returns how many */
export async function forgetOldErasures(): Promise<number> {
  return await inTransaction(async (tx) => {
    const old = await tx.erasure.findMany({
      where: { finishedAt: { lt: new Date(now().getTime() - erasureRetentionMs) } },
      orderBy: { id: "asc" },
      take: 10_000,
      select: { id: true },
    });
    await deleteEmailsAbout(tx, "erasureId", old);
    return (await tx.erasure.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } })).count;
  });
}
