import { forgetBefore } from "~/giving/retention/forget-old-gifts.server";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { deleteEmailsAbout } from "~/platform/mail/delete-emails.server";
import { deleteCustomer } from "~/platform/payments/customers.server";

const batchSize = 100;

/**
 * Forgets plans that ended and whose every collection is forgotten: whose they were, what was done to them, and every number by
 * which that could be found. What stays is a row of sums and days that the gifts it brought hang on. Stripe's customer
 * is deleted first.
 * @returns how many. Throws where Stripe can't be asked: those before are forgotten, and the next call goes on.
 */
export async function forgetOldPlans(): Promise<number> {
  const before = forgetBefore();
  for (let forgotten = 0; ;) {
    const plans = await db.plan.findMany({
      where: {
        forgottenAt: null,
        status: { in: ["pending", "expired", "cancelled", "lapsed"] },
        OR: [{ endedAt: { lt: before } }, { endedAt: null, createdAt: { lt: before } }],
        donations: { none: { forgottenAt: null } },
      },
      orderBy: { id: "asc" },
      take: batchSize,
      select: { id: true, stripeCustomerId: true },
    });
    if (plans.length === 0) return forgotten;
    for (const { stripeCustomerId } of plans) if (stripeCustomerId) await deleteCustomer(stripeCustomerId);
    await inTransaction((tx) => forgetPlans(tx, plans));
    forgotten += plans.length;
  }
}

async function forgetPlans(tx: Tx, plans: readonly { id: string }[]): Promise<void> {
  const ids = plans.map(({ id }) => id);
  await tx.$queryRaw`SELECT id FROM plan WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
  const ofThem = { planId: { in: ids } };
  const changes = await tx.planChange.findMany({ where: ofThem, select: { id: true } });
  await deleteEmailsAbout(tx, "planId", plans);
  await deleteEmailsAbout(tx, "planChangeId", changes);
  await tx.planChange.deleteMany({ where: ofThem });
  await tx.planChangeRequest.deleteMany({ where: ofThem });
  await tx.paymentMethodUpdate.deleteMany({ where: ofThem });
  await tx.$executeRaw`
    UPDATE plan SET forgotten_at = ${now()}, first_name = '', last_name = '', email = '', source = '{}', wants_news = false,
      wants_anniversary_email = false, giver_verified = false, browser_hash = NULL, ip_hash = NULL,
      reference = id, token = gen_random_uuid()::text, idempotency_key = id, form_hash = '', link_version = link_version + 1,
      tribute_kind = NULL, tribute_name = NULL, tribute_card_name = NULL, tribute_card_email = NULL, tribute_card_message = NULL, present_on = NULL,
      stripe_checkout_session_id = NULL, stripe_checkout_url = NULL, stripe_customer_id = NULL, stripe_subscription_id = NULL,
      stripe_open_invoice_id = NULL, stripe_payment_method_id = NULL, stripe_fingerprint = NULL, payment_method_label = NULL, card_expiry_month = NULL,
      failure_code = NULL, end_comment = NULL, supporter_id = NULL, declaration_id = NULL, restart_of_id = NULL
    WHERE id = ANY(${ids})`;
  await tx.donation.updateMany({ where: ofThem, data: { stripeInvoiceId: null } });
}
