import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { deleteEmailsAbout } from "~/platform/mail/delete-emails.server";

const dayMs = 24 * 60 * 60 * 1000;
const batchSize = 500;
const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);

/**
 * Forgets what is not needed any more of plans, as the privacy page promises: digests of network addresses after two
 * days, of browsers once it is agreed to, to whom a card went after a month, and forms that came to nothing after twelve months.
 * Their declarations are giving's to forget.
 * @returns how many forms were forgotten
 */
export async function purgeUnfinishedPlans(): Promise<number> {
  await db.plan.updateMany({ where: { ipHash: { not: null }, createdAt: { lt: daysAgo(2) } }, data: { ipHash: null } });
  await db.plan.updateMany({ where: { browserHash: { not: null }, agreedAt: { not: null } }, data: { browserHash: null } });
  await forgetCardRecipients();
  for (let forgotten = 0; ;) {
    const count = await forgetBatch(daysAgo(365));
    forgotten += count;
    if (count < batchSize) return forgotten;
  }
}

async function forgetBatch(before: Date): Promise<number> {
  return await inTransaction(async (tx) => {
    const isDue = {
      status: { in: ["pending" as const, "expired" as const] },
      stripeSubscriptionId: null,
      forgottenAt: null,
      createdAt: { lt: before },
      donations: { none: {} },
    };
    const due = await tx.plan.findMany({ where: isDue, orderBy: { id: "asc" }, take: batchSize, select: { id: true } });
    await deleteEmailsAbout(tx, "planId", due);
    return (await tx.plan.deleteMany({ where: { id: { in: due.map(({ id }) => id) }, ...isDue } })).count;
  });
}

/**
 * A month after the card was sent, or can't be any more; and a month after the plan ended that no card went out for, since it
 * waits for the first collection. The words on a certificate stay while the plan lasts.
 */
async function forgetCardRecipients(): Promise<void> {
  const aMonthAgo = daysAgo(30);
  await db.$executeRaw`
    UPDATE plan SET tribute_card_name = NULL, tribute_card_email = NULL,
      tribute_card_message = CASE WHEN present_on IS NOT NULL AND (ended_at IS NULL OR ended_at >= ${aMonthAgo}) THEN tribute_card_message END
    WHERE (coalesce(tribute_card_name, tribute_card_email, tribute_card_message) IS NOT NULL AND ended_at < ${aMonthAgo})
      OR (coalesce(tribute_card_name, tribute_card_email) IS NOT NULL AND EXISTS (SELECT FROM outgoing_email AS card WHERE card.kind IN ('tribute-card', 'present-certificate')
        AND card.about = jsonb_build_object('planId', plan.id) AND coalesce(card.sent_at, card.created_at) < ${aMonthAgo}))`;
}
