import type { Donation } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { log } from "~/platform/log.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { reportOn, type PaymentPlace, type PaymentReport } from "~/platform/payments/fetch-payment.server";
import { supporterFor } from "~/supporters/find-or-create.server";
import { declarationFor } from "../gift-aid/declarations.server";
import { givenIn, stateOf, wayTo, type DonationState } from "../donation";
import { paidFrom } from "../checkout/checkout-limits.server";

export type Settled = { donation: Donation; changed: DonationState[]; alarm: string | null };

/**
 * Brings a gift up to what Stripe says of it now: state, sums, refunds, disputes, and the letters that follow, all in
 * one transaction. Any event, the thank-you page and the nightly comparison call it; any order and any repetition end
 * in the same rows and one letter each.
 * @returns null when there is no such gift, or it has no payment page yet
 */
export async function settleDonation(id: string): Promise<Settled | null> {
  // Another settling may have asked later and saved sooner: its news is newer, so ask again.
  for (let round = 0; round < 5; round++) {
    const known = await db.donation.findUnique({ where: { id } });
    const place = known && placeOf(known);
    if (!place) return null;
    const asked = now();
    const report = await reportOn(place, { hadRefunds: known.refundedPence > 0 });
    const settled = await inTransaction((tx) => save(tx, id, report, asked));
    if (settled === "newer-news") continue;
    if (settled.changed.includes("paid") && settled.network) await paidFrom(settled.network);
    return settled;
  }
  throw new Error("a donation is being settled too often at once");
}

/** A gift given once has a payment page; one that was collected for a plan has its payment only. */
function placeOf({ sessionId, planId, paymentIntent }: Donation): PaymentPlace | null {
  if (sessionId) return { session: sessionId };
  return planId && paymentIntent ? { payment: paymentIntent } : null;
}

async function save(
  tx: Tx,
  id: string,
  report: PaymentReport,
  asked: Date,
): Promise<"newer-news" | (Settled & { network: string | null })> {
  await tx.$queryRaw`SELECT id FROM donation WHERE id = ${id} FOR UPDATE`;
  const before = await tx.donation.findUniqueOrThrow({ where: { id } });
  if (before.settledAt && before.settledAt > asked) return "newer-news";

  const alarm = alarmOf(before, report);
  const target = alarm ? before.state : stateOf(report);
  const changed = wayTo(before.state, target) ?? [];
  const received = changed.includes("paid") || (target === "paid" && before.paidAt === null);
  const refundLetters = await saveRefunds(tx, before, report);
  const claims = await saveDisputes(tx, before, report);

  const donation = await tx.donation.update({
    where: { id },
    data: {
      state: changed.at(-1) ?? before.state,
      paymentIntent: report.paymentIntent,
      charge: report.charge,
      method: report.method,
      livemode: report.livemode,
      feePence: report.fee ?? before.feePence,
      refundedPence: alarm ? before.refundedPence : report.refunded,
      failure: report.payment === "refused" ? report.failure : null,
      agreedAt: report.chargedAt,
      // A card is charged when the donor agrees; a Direct Debit arrives days later, when we first hear of it.
      ...(received && before.paidAt === null && { paidAt: report.method === "card" ? report.chargedAt : asked }),
      ...(received && { ...(await giverOf(tx, before, report.chargedAt ?? asked)), network: null }),
      settledAt: asked,
    },
  });
  for (const state of changed) await tellOf(tx, state, donation);
  for (const letter of [...refundLetters, ...claims]) await postLetter(tx, letter);
  // What was ticked with a gift counts once it has arrived; the newsletter then asks the address to confirm.
  if (received && before.paidAt === null && donation.wantsNews)
    await enqueue(tx, "news-with-gift", { donation: id }, { key: `news-with-gift:${id}` });
  if (alarm) {
    log.error({ donation: id, alarm }, "a gift needs a person's look");
    await postLetter(tx, { kind: "alert", about: id });
  }
  return { donation, changed, alarm, network: before.network };
}

/** What must never be booked as if it were right: a person looks at it. */
function alarmOf(donation: Donation, report: PaymentReport): string | null {
  if (report.payment !== "succeeded")
    return wayTo(donation.state, stateOf(report)) ? null : `Stripe says "${stateOf(report)}" of a gift that is "${donation.state}"`;
  if (report.currency !== "gbp") return `paid in ${report.currency ?? "no currency"}, not in pounds`;
  if (report.received !== givenIn(donation)) return `${report.received} pence arrived of ${givenIn(donation)}`;
  return wayTo(donation.state, stateOf(report)) ? null : `Stripe says "${stateOf(report)}" of a gift that is "${donation.state}"`;
}

/** The letter that follows a move. A state that says nothing to the donor has none; a plan's receipts are its own. */
async function tellOf(tx: Tx, state: DonationState, donation: Donation): Promise<void> {
  if (donation.planId) return;
  const kind = (
    { paid: "receipt", collecting: "direct-debit-on-its-way", failed: "direct-debit-failed" } as Partial<Record<DonationState, string>>
  )[state];
  if (kind) await postLetter(tx, { kind, about: donation.id });
}

/** @returns the letters that refunds call for: to the donor, or to staff about one that failed, since its donor waits for it */
async function saveRefunds(tx: Tx, { id }: Donation, report: PaymentReport): Promise<{ kind: string; about: string }[]> {
  for (const refund of report.refunds) {
    const row = { pence: refund.pence, state: refund.state, reason: refund.reason };
    await tx.refund.upsert({
      where: { id: refund.id },
      create: { id: refund.id, donationId: id, refundedAt: refund.at, ...row },
      update: row,
    });
  }
  return report.refunds.map(({ id: about, state }) => ({
    kind: state === "failed" || state === "canceled" ? "refund-failed" : "refund",
    about,
  }));
}

/** @returns the letters that open and closed claims call for; each is posted once, however often it is asked for */
async function saveDisputes(tx: Tx, { id }: Donation, report: PaymentReport): Promise<{ kind: string; about: string }[]> {
  for (const dispute of report.disputes) {
    const row = { pence: dispute.pence, state: dispute.state, reason: dispute.reason };
    await tx.dispute.upsert({
      where: { id: dispute.id },
      create: { id: dispute.id, donationId: id, openedAt: dispute.at, ...row },
      update: row,
    });
  }
  const takesMoney = report.disputes.filter(({ state }) => !state.startsWith("warning_") && state !== "prevented");
  return takesMoney.flatMap((dispute) => {
    const opened = { kind: "dispute-opened", about: dispute.id };
    return dispute.state === "won" || dispute.state === "lost" ? [opened, { kind: "dispute-closed", about: dispute.id }] : [opened];
  });
}

/** The person who gave, and the declaration that the gift stands under: its own, or one that they made for later gifts. */
async function giverOf(tx: Tx, donation: Donation, paidAt: Date): Promise<Pick<Donation, "supporterId" | "declarationId">> {
  const supporterId = await supporterFor(tx, donation);
  if (donation.declarationId || !supporterId) return { supporterId, declarationId: donation.declarationId };
  return { supporterId, declarationId: await declarationFor(tx, { supporterId, own: null, paidAt }) };
}
