import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate, startOfLondonDate } from "~/platform/london-dates";
import { deleteEmailsAbout } from "~/platform/mail/delete-emails.server";
import { deletePayer } from "~/platform/payments/customers.server";
import { firstRetainedDate } from "./retention";

const batchSize = 200;

/** The instant before which what happened is to be forgotten now. */
export const forgetBefore = (): Date => startOfLondonDate(firstRetainedDate(londonDate(now()), config.charity.financialYearEnd));

/**
 * Forgets gifts whose years are over: whose they were, and every number by which that could be found. What stays is a row of
 * sums with its day, so that no total changes. Stripe's customer of a single gift is deleted first.
 * @returns how many. Throws where Stripe can't be asked: those before are forgotten, and the next call goes on.
 */
export async function forgetOldGifts(): Promise<number> {
  const before = forgetBefore();
  const isDue = {
    forgottenAt: null,
    OR: [{ paidAt: { lt: before } }, { paidAt: null, createdAt: { lt: before } }],
    refunds: { none: { refundedAt: { gte: before } } },
    disputes: { none: { openedAt: { gte: before } } },
    // The records of a claim are kept six years from the claim, and so its gifts with them.
    claims: { none: {} },
  };
  for (let forgotten = 0; ;) {
    const gifts = await db.donation.findMany({
      where: isDue,
      orderBy: { id: "asc" },
      take: batchSize,
      select: { id: true, stripeCheckoutSessionId: true },
    });
    if (gifts.length === 0) return forgotten;
    for (const { stripeCheckoutSessionId } of gifts) if (stripeCheckoutSessionId) await deletePayer(stripeCheckoutSessionId);
    await inTransaction((tx) => forgetGifts(tx, gifts));
    forgotten += gifts.length;
  }
}

async function forgetGifts(tx: Tx, gifts: readonly { id: string }[]): Promise<void> {
  const ids = gifts.map(({ id }) => id);
  await tx.$queryRaw`SELECT id FROM donation WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
  // A declaration that is in force covers what its donor gives next: it was found by this gift, and now by its donor.
  await tx.$executeRaw`
    UPDATE declaration SET supporter_id = donation.supporter_id FROM donation
    WHERE donation.id = ANY(${ids}) AND declaration.id = donation.declaration_id AND declaration.supporter_id IS NULL
      AND declaration.cancelled_at IS NULL AND declaration.scope <> 'this_gift'`;
  const ofThem = { donationId: { in: ids } };
  const [refunds, disputes] = [await tx.refund.findMany({ where: ofThem }), await tx.dispute.findMany({ where: ofThem })];
  await deleteEmailsAbout(tx, "donationId", gifts);
  await deleteEmailsAbout(tx, "refundId", refunds);
  await deleteEmailsAbout(tx, "disputeId", disputes);
  await tx.refund.deleteMany({ where: ofThem });
  await tx.refundRequest.deleteMany({ where: ofThem });
  await tx.dispute.deleteMany({ where: ofThem });
  await tx.fundMove.deleteMany({ where: ofThem });
  await tx.offlineGift.deleteMany({ where: ofThem });
  await tx.offlineGiftChange.deleteMany({ where: ofThem });
  // By its invoice the collection of a plan is known as recorded, for as long as the plan is.
  await tx.$executeRaw`
    UPDATE donation SET forgotten_at = ${now()}, first_name = '', last_name = '', email = '', message = NULL, anonymous = true,
      source = '{}', wants_news = false, giver_verified = false, browser_hash = NULL, ip_hash = NULL, failure_code = NULL,
      reference = id, token = gen_random_uuid()::text, idempotency_key = id, form_hash = '',
      stripe_checkout_session_id = NULL, stripe_checkout_url = NULL, stripe_payment_intent_id = NULL, stripe_charge_id = NULL,
      stripe_invoice_id = CASE WHEN plan_id IS NULL THEN NULL ELSE stripe_invoice_id END,
      supporter_id = NULL, declaration_id = NULL, agreed_at = NULL, synced_at = NULL,
      created_at = date_trunc('day', created_at, 'Europe/London'), paid_at = date_trunc('day', paid_at, 'Europe/London')
    WHERE id = ANY(${ids})`;
}

/**
 * Forgets declarations that no kept gift and no plan stands under. One in force stays with the supporter who made it, and
 * a cancelled one as long as gifts from before are kept, since it covers those too that it was not made with.
 * @returns how many
 */
export async function forgetOldDeclarations(): Promise<number> {
  const before = forgetBefore();
  const isDue = {
    donations: { none: {} },
    plans: { none: {} },
    claims: { none: {} },
    declaredAt: { lt: before },
    OR: [{ supporterId: null }, { scope: "this_gift" as const }, { cancelledAt: { lt: before } }],
  };
  for (let forgotten = 0; ;) {
    const due = await db.declaration.findMany({ where: isDue, orderBy: { id: "asc" }, take: batchSize, select: { id: true } });
    if (due.length === 0) return forgotten;
    forgotten += await inTransaction(async (tx) => {
      await deleteEmailsAbout(tx, "declarationId", due);
      return (await tx.declaration.deleteMany({ where: { id: { in: due.map(({ id }) => id) }, ...isDue } })).count;
    });
  }
}
