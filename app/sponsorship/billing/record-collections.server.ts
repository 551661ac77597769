import type { Plan } from "~/../prisma/client/client";
import { roomsFundId } from "~/giving/funds/fund";
import { findCoveringDeclaration } from "~/giving/gift-aid/declarations.server";
import { config } from "~/platform/config/config.server";
import type { Tx } from "~/platform/database/db.server";
import { newId, newReference, newToken } from "~/platform/ids.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import type { SubscriptionInvoice } from "~/platform/payments/subscriptions/fetch-subscription.server";
import { splitCollection } from "./billing-columns";

/**
 * Records each collection that was paid and is not known yet as a donation, with its receipt where the sponsor wants
 * one each time. The caller holds the plan's row, so nobody else records the same one.
 * @returns how many were recorded, and what a person must look at: a charge on a plan that was cancelled here, or one that is not in pounds
 */
export async function recordCollections(
  tx: Tx,
  plan: Plan,
  collections: readonly SubscriptionInvoice[],
  { hasRecovered }: { hasRecovered: boolean },
): Promise<{ recorded: number; alarms: string[] }> {
  const paid = collections.filter((collection) => collection.status === "paid" && collection.amountPaid > 0);
  const known = await tx.donation.findMany({
    where: { stripeInvoiceId: { in: paid.map(({ invoiceId }) => invoiceId) } },
    select: { stripeInvoiceId: true },
  });
  const recorded = new Set(known.map(({ stripeInvoiceId }) => stripeInvoiceId));
  const unrecorded = paid.filter(({ invoiceId }) => !recorded.has(invoiceId));
  const alarms: string[] = [];
  for (const collection of unrecorded) {
    if (collection.currency !== "gbp") {
      alarms.push(`invoice ${collection.invoiceId} was paid in ${collection.currency}, not in pounds`);
      continue;
    }
    const donation = await recordDonation(tx, plan, collection);
    if (isAfterCancellation(plan, collection)) alarms.push(`invoice ${collection.invoiceId} was paid after the plan was cancelled`);
    const isRecovery = hasRecovered && collection === unrecorded.at(-1);
    if (plan.receiptFrequency === "each")
      await queueEmail(tx, { kind: isRecovery ? "collection-recovered" : "collection-receipt", about: { donationId: donation } });
    else if (isRecovery) await queueEmail(tx, { kind: "plan-recovered", about: { donationId: donation } });
  }
  return { recorded: unrecorded.length, alarms };
}

/** @returns the donation's id. Its fee, and what becomes of it later, are asked after by a job of giving's. */
async function recordDonation(
  tx: Tx,
  plan: Plan,
  { invoiceId, amountPaid, paymentIntentId, createdAt, paidAt }: SubscriptionInvoice,
): Promise<string> {
  const id = newId();
  const { gift, cover } = splitCollection(plan, amountPaid, config.charity.fees);
  await tx.donation.create({
    data: {
      id,
      reference: newReference(),
      token: newToken(),
      status: "paid",
      planId: plan.id,
      fundId: roomsFundId,
      stripeInvoiceId: invoiceId,
      idempotencyKey: plan.id,
      formHash: invoiceId,
      giftPence: gift,
      coverPence: cover,
      livemode: plan.livemode,
      firstName: plan.firstName,
      lastName: plan.lastName,
      email: plan.email,
      source: plan.source ?? {},
      paymentMethod: plan.paymentMethod,
      stripePaymentIntentId: paymentIntentId,
      createdAt,
      agreedAt: createdAt,
      paidAt: paidAt ?? createdAt,
      supporterId: plan.supporterId,
      giverVerified: plan.giverVerified,
      declarationId: await declarationAt(tx, plan, paidAt ?? createdAt),
    },
  });
  if (paymentIntentId) await enqueue(tx, "sync-donation", { donationId: id }, { key: `sync-donation:${id}` });
  return id;
}

/** The plan's own declaration until it is cancelled, or one that its sponsor made since. */
async function declarationAt(tx: Tx, plan: Plan, paidAt: Date): Promise<string | null> {
  const { declarationId, supporterId, agreedAt, giverVerified } = plan;
  if (!supporterId) return declarationId;
  const gift = { paidAt, promisedAt: agreedAt ?? paidAt, giverVerified };
  return await findCoveringDeclaration(tx, { supporterId, ownDeclarationId: declarationId, ...gift });
}

/** A Direct Debit that was with the bank already can't be called back; what is charged later must not be. */
const isAfterCancellation = ({ stopRequestedAt }: Plan, { chargedAt }: SubscriptionInvoice): boolean =>
  stopRequestedAt !== null && chargedAt !== null && chargedAt > stopRequestedAt;
