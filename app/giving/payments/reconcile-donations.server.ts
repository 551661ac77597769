import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { listEventsSince } from "~/platform/payments/events/read-event.server";
import { listCheckoutsSince } from "~/platform/payments/donation-checkout.server";
import { inTransaction } from "~/platform/database/db.server";
import { findDonationId, listOpenDonations } from "./find-donation.server";
import { syncDonation } from "./sync-donation.server";

export type Finding = { about: string; message: string; healed: boolean };
export type ReconciliationResult = { id: string; checked: number; findings: Finding[] };

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Compares our gifts with Stripe and heals what differs: what webhooks should have told and did not. It looks at every
 * gift still open, every payment page of the last days, and every event of the last days about a gift. What it healed,
 * and what it could not, is kept and listed; staff are told when anything needs a person.
 * @param days how far back to look; unless said, as far as four days before the last comparison that was finished
 */
export async function reconcileDonations(days?: number): Promise<ReconciliationResult> {
  const since = new Date(now().getTime() - (days ?? (await daysToLookBack())) * dayMs);
  const { id } = await db.donationReconciliation.create({ data: { id: newId(), startedAt: now() } });
  const findings: Finding[] = [];
  const seen = new Set<string>();

  const checkDonation = async (donationId: string) => {
    if (seen.has(donationId)) return;
    seen.add(donationId);
    const finding = await syncAndReport(donationId);
    if (finding) findings.push(finding);
  };

  for await (const checkout of listCheckoutsSince(since)) {
    const finding = await adoptCheckout(checkout);
    if (finding) findings.push(finding);
    const donation = await findDonationId({ stripeCheckoutSessionId: checkout.id });
    if (donation) await checkDonation(donation);
  }
  // Refunds and claims come long after their gift: events of these days name it.
  for await (const event of listEventsSince(since)) {
    if (!event.clientReferenceId && !event.paymentIntentId && !event.checkoutSessionId) continue;
    const lookup = event.clientReferenceId
      ? { donationId: event.clientReferenceId }
      : event.checkoutSessionId
        ? { stripeCheckoutSessionId: event.checkoutSessionId }
        : { stripePaymentIntentId: event.paymentIntentId ?? "" };
    const donation = await findDonationId(lookup);
    if (donation) await checkDonation(donation);
  }
  for await (const { id: donation } of listOpenDonations(new Date(now().getTime() - 120 * dayMs))) await checkDonation(donation);

  await inTransaction(async (tx) => {
    await tx.donationReconciliation.update({ where: { id }, data: { finishedAt: now(), checked: seen.size } });
    await tx.donationReconciliationFinding.createMany({
      data: findings.map((finding) => ({ id: newId(), reconciliationId: id, ...finding })),
    });
    if (findings.some(({ healed }) => !healed)) await queueEmail(tx, { kind: "reconciliation", about: { reconciliationId: id } });
  });
  return { id, checked: seen.size, findings };
}

/** A site that was away for days looks back over all of them. Stripe keeps events for 30. */
async function daysToLookBack(): Promise<number> {
  const last = await db.donationReconciliation.findFirst({ where: { finishedAt: { not: null } }, orderBy: { startedAt: "desc" } });
  return last ? Math.min(30, 4 + (now().getTime() - last.startedAt.getTime()) / dayMs) : 30;
}

/** A page that Stripe opened for our row while our process died before it could note it down. */
async function adoptCheckout(checkout: { id: string; client_reference_id: string | null; url: string | null }): Promise<Finding | null> {
  if (!checkout.client_reference_id) return null;
  const updated = await db.donation.updateMany({
    where: { id: checkout.client_reference_id, stripeCheckoutSessionId: null },
    data: { stripeCheckoutSessionId: checkout.id, stripeCheckoutUrl: checkout.url },
  });
  if (updated.count === 0) return null;
  const { reference } = await db.donation.findUniqueOrThrow({ where: { id: checkout.client_reference_id }, select: { reference: true } });
  return { about: reference, message: "Its payment page was open at Stripe and not known here.", healed: true };
}

async function syncAndReport(id: string): Promise<Finding | null> {
  const before = await db.donation.findUniqueOrThrow({ where: { id } });
  try {
    const result = await syncDonation(id);
    if (!result) return null;
    const { donation, newStatuses, alarm } = result;
    if (alarm) return { about: donation.reference, message: `Needs a person: ${alarm}.`, healed: false };
    if (newStatuses.length > 0) return { about: donation.reference, message: `Was ${before.status}, is ${donation.status}.`, healed: true };
    if (before.refundedPence !== donation.refundedPence)
      return {
        about: donation.reference,
        message: `Sent back: was ${before.refundedPence}p, is ${donation.refundedPence}p.`,
        healed: true,
      };
    if (before.feePence === null && donation.feePence !== null)
      return { about: donation.reference, message: `Its fee was not known: ${donation.feePence}p.`, healed: true };
    return null;
  } catch (error) {
    logError("reconcile", error, { donation: id });
    return { about: before.reference, message: "Stripe could not be asked about it. It is looked at again tomorrow.", healed: false };
  }
}
