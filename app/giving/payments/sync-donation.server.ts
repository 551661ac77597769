import type { Donation } from "~/../prisma/client/client";
import { now, wasSyncedSince } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import type { EmailRequest } from "~/platform/mail/email-kinds";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { fetchPayment, type PaymentLookup, type PaymentDetails } from "~/platform/payments/fetch-payment.server";
import { findOrCreateSupporter, lockSupporterByEmail } from "~/supporters/find-or-create.server";
import { findCoveringDeclaration } from "../gift-aid/declarations.server";
import { totalOf, deriveDonationStatus, transitionPath, type DonationStatus } from "../donation";
import { maxRefusedCards, queueCardTestingAlert } from "../checkout/card-testing.server";
import { refundCheckoutLimit } from "../checkout/checkout-limits.server";
import { findDonationId, type DonationLookup } from "./find-donation.server";

export type SyncedDonation = { donation: Donation; newStatuses: DonationStatus[]; alarm: string | null };

/** Syncs the donation that an event knows by one of its ids, if it is ours; the work of the job "sync-donation". */
export async function syncDonationBy(lookup: DonationLookup): Promise<void> {
  const id = await findDonationId(lookup);
  if (id) await syncDonation(id);
}

/**
 * Brings a gift up to what Stripe says of it now: state, sums, refunds, disputes, and the emails that follow, all in
 * one transaction. Any event, the thank-you page and the nightly comparison call it; any order and any repetition end
 * in the same rows and one email each.
 * @returns null when there is no such gift, it has no payment page yet, or it did not come through Stripe
 */
export async function syncDonation(id: string): Promise<SyncedDonation | null> {
  // Another settling may have asked later and saved sooner: its news is newer, so ask again.
  for (let attempt = 0; attempt < 5; attempt++) {
    const current = await db.donation.findUnique({ where: { id } });
    const lookup = current && paymentLookup(current);
    if (!lookup) return null;
    const fetchedAt = now();
    const payment = await fetchPayment(lookup, { hadRefunds: current.refundedPence > 0 });
    const result = await inTransaction((tx) => saveSync(tx, id, payment, fetchedAt));
    if (result === "stale") continue;
    if (result.newStatuses.includes("paid")) await refundCheckoutLimit({ ...result.donation, ipHash: result.ipHash });
    return result;
  }
  throw new Error("a donation is being settled too often at once");
}

/** A gift given once has a payment page; one that was collected for a plan has its payment only. */
function paymentLookup({
  stripeCheckoutSessionId: checkoutSessionId,
  planId,
  stripePaymentIntentId: paymentIntentId,
}: Donation): PaymentLookup | null {
  if (checkoutSessionId) return { checkoutSessionId };
  return planId && paymentIntentId ? { paymentIntentId } : null;
}

async function saveSync(
  tx: Tx,
  id: string,
  payment: PaymentDetails,
  fetchedAt: Date,
): Promise<"stale" | (SyncedDonation & { ipHash: string | null })> {
  const { email } = await tx.donation.findUniqueOrThrow({ where: { id }, select: { email: true } });
  await lockSupporterByEmail(tx, email);
  await tx.$queryRaw`SELECT id FROM donation WHERE id = ${id} FOR UPDATE`;
  const before = await tx.donation.findUniqueOrThrow({ where: { id } });
  if (before.email !== email) return "stale";
  if (wasSyncedSince(before.syncedAt, fetchedAt)) return "stale";

  const alarm = findAlarm(before, payment);
  const targetStatus = alarm ? before.status : deriveDonationStatus(payment);
  const newStatuses = transitionPath(before.status, targetStatus) ?? [];
  const moneyReceived = newStatuses.includes("paid") || (targetStatus === "paid" && before.paidAt === null);
  const refundEmails = await saveRefunds(tx, before, payment);
  const disputeEmails = await saveDisputes(tx, before, payment);

  const donation = await tx.donation.update({
    where: { id },
    data: {
      status: newStatuses.at(-1) ?? before.status,
      stripePaymentIntentId: payment.paymentIntentId,
      stripeChargeId: payment.chargeId,
      paymentMethod: payment.paymentMethod,
      livemode: payment.livemode,
      feePence: payment.fee ?? before.feePence,
      refundedPence: alarm ? before.refundedPence : payment.refunded,
      failureCode: payment.paymentStatus === "declined" ? payment.failureCode : null,
      refusedCards: Math.max(before.refusedCards, payment.refusedCards),
      agreedAt: payment.chargedAt,
      // A card is charged when the donor agrees; a Direct Debit arrives days later, when we first hear of it.
      ...(moneyReceived && before.paidAt === null && { paidAt: payment.paymentMethod === "card" ? payment.chargedAt : fetchedAt }),
      ...(moneyReceived && { ...(await resolveDonor(tx, before, payment.chargedAt ?? fetchedAt)), ipHash: null, browserHash: null }),
      syncedAt: fetchedAt,
    },
  });
  for (const state of newStatuses) await queueEmailFor(tx, state, donation);
  for (const email of [...refundEmails, ...disputeEmails]) await queueEmail(tx, email);
  // What was ticked with a gift counts once it has arrived; the newsletter then asks the address to confirm.
  if (moneyReceived && before.paidAt === null && donation.wantsNews)
    await enqueue(tx, "newsletter-with-donation", { donationId: id }, { key: `newsletter-with-donation:${id}` });
  if (payment.checkoutStatus === "open" && payment.refusedCards >= maxRefusedCards) {
    await queueCardTestingAlert(tx, { kind: "card-testing", about: { donationId: id } });
    await enqueue(tx, "close-donation-checkout", { donationId: id }, { key: `close-donation-checkout:${id}` });
  }
  if (alarm) {
    log.error({ donation: id, alarm }, "a donation needs a person's look");
    await queueEmail(tx, { kind: "alert", about: { donationId: id } });
  }
  return { donation, newStatuses, alarm, ipHash: before.ipHash };
}

/** What must never be booked as if it were right: a person looks at it. */
function findAlarm(donation: Donation, payment: PaymentDetails): string | null {
  if (payment.paymentStatus !== "succeeded")
    return transitionPath(donation.status, deriveDonationStatus(payment))
      ? null
      : `Stripe says "${deriveDonationStatus(payment)}" of a donation that is "${donation.status}"`;
  if (payment.currency !== "gbp") return `paid in ${payment.currency ?? "no currency"}, not in pounds`;
  if (payment.received !== totalOf(donation)) return `${payment.received} pence arrived of ${totalOf(donation)}`;
  return transitionPath(donation.status, deriveDonationStatus(payment))
    ? null
    : `Stripe says "${deriveDonationStatus(payment)}" of a donation that is "${donation.status}"`;
}

/** The email that follows a move. A state that says nothing to the donor has none; a plan's receipts are its own. */
async function queueEmailFor(tx: Tx, status: DonationStatus, donation: Donation): Promise<void> {
  if (donation.planId) return;
  const kinds: Partial<Record<DonationStatus, "receipt" | "direct-debit-on-its-way" | "direct-debit-failed">> = {
    paid: "receipt",
    collecting: "direct-debit-on-its-way",
    failed: "direct-debit-failed",
  };
  const kind = kinds[status];
  if (kind) await queueEmail(tx, { kind, about: { donationId: donation.id } });
}

/** @returns the emails that refunds call for: to the donor, or to staff about one that failed, since its donor waits for it */
async function saveRefunds(tx: Tx, { id }: Donation, payment: PaymentDetails): Promise<EmailRequest[]> {
  for (const refund of payment.refunds) {
    const row = { pence: refund.pence, status: refund.status, reason: refund.reason };
    await tx.refund.upsert({
      where: { id: refund.id },
      create: { id: refund.id, donationId: id, refundedAt: refund.createdAt, ...row },
      update: row,
    });
  }
  return payment.refunds.map(({ id: refundId, status }) => ({
    kind: status === "failed" || status === "canceled" ? "refund-failed" : "refund",
    about: { refundId },
  }));
}

/** @returns the emails that open and closed claims call for; each is posted once, however often it is asked for */
async function saveDisputes(tx: Tx, { id }: Donation, payment: PaymentDetails): Promise<EmailRequest[]> {
  for (const dispute of payment.disputes) {
    const row = { pence: dispute.pence, status: dispute.status, reason: dispute.reason };
    await tx.dispute.upsert({
      where: { id: dispute.id },
      create: { id: dispute.id, donationId: id, openedAt: dispute.createdAt, ...row },
      update: row,
    });
  }
  const moneyDisputes = payment.disputes.filter(({ status }) => !status.startsWith("warning_") && status !== "prevented");
  return moneyDisputes.flatMap((dispute) => {
    const about = { disputeId: dispute.id };
    const opened = { kind: "dispute-opened", about } as const;
    return dispute.status === "won" || dispute.status === "lost" ? [opened, { kind: "dispute-closed", about } as const] : [opened];
  });
}

/** The person who gave, and the declaration that the gift stands under: its own, or one that they made for later gifts. */
async function resolveDonor(tx: Tx, donation: Donation, paidAt: Date): Promise<Pick<Donation, "supporterId" | "declarationId">> {
  const supporterId = await findOrCreateSupporter(tx, donation);
  if (donation.declarationId || !supporterId) return { supporterId, declarationId: donation.declarationId };
  const gift = { paidAt, promisedAt: paidAt, giverVerified: donation.giverVerified };
  return { supporterId, declarationId: await findCoveringDeclaration(tx, { supporterId, ownDeclarationId: null, ...gift }) };
}
