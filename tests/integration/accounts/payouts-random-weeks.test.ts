import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { sumEntries } from "~/accounts/books/entries.server";
import { getPayout, listPayoutLines, listPayouts } from "~/accounts/payouts/payouts.server";
import { reconcilePayouts } from "~/accounts/payouts/reconcile-payouts.server";
import { reconcileDonations } from "~/giving/payments/reconcile-donations.server";
import { db } from "~/platform/database/db.server";
import { pence } from "~/platform/money";
import { stripe } from "~/platform/payments/stripe.server";
import { deleteAllRows } from "tests/support/database";
import {
  aDonationForm,
  advanceDays,
  getPaymentIntentId,
  runJobs,
  startTestDonation,
  stripeControl,
} from "tests/support/giving/donation-harness";
import { usePlanHarness } from "tests/support/sponsorship/plan-harness";

/** A few in `npm run verify`, always the same ones; `RUNS=200 SEED=3 npx vitest run --project integration tests/integration/accounts` plays many. */
const runs = Number(process.env["RUNS"] ?? 2);
const seed = Number(process.env["SEED"] ?? 12);

usePlanHarness();
vi.setConfig({ testTimeout: runs * 60_000 });

const sum = fc.integer({ min: 100, max: 60_000 });
const which = fc.nat({ max: 20 });
const action = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("give" as const), sum, by: fc.constantFrom("card" as const, "bacs" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("refund" as const), which, share: fc.integer({ min: 1, max: 100 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("dispute" as const), which, outcome: fc.constantFrom("open", "won", "lost") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail-refund" as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dashboard" as const), sum }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("correct" as const), pence: fc.integer({ min: -5000, max: 5000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("by-hand" as const), sum: fc.integer({ min: 1, max: 2000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("send-back" as const), which }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const cardFee = (sum: number) => Math.round(sum * 0.015) + 20;
const bacsFee = (sum: number) => Math.min(Math.max(Math.round(sum * 0.01), 20), 400);

type Gift = { id: string; sum: number; by: "card" | "bacs"; refunded: number; isDisputed: boolean; day: number };
type Line = { pence: number; fee: number; gift: string | null };

/** Plays a day after day and says by itself, without a look at the site or at Stripe's lines, which lines there must be. */
async function play(days: readonly (readonly Action[])[]): Promise<Line[]> {
  const lines: Line[] = [];
  const gifts: Gift[] = [];
  const refunds: { id: string; pence: number; gift: Gift }[] = [];
  const sentBack = new Set<string>();
  const arrived = (gift: Gift, day: number) => gift.by === "card" || day - gift.day > 10;

  for (const [day, actions] of days.entries()) {
    for (const each of actions) {
      const ready = gifts.filter((gift) => !gift.isDisputed && arrived(gift, day));
      const gift = "which" in each ? ready[each.which % Math.max(1, ready.length)] : undefined;
      switch (each.kind) {
        case "give": {
          const { id, stripeCheckoutSessionId } = await startTestDonation(aDonationForm({ gift: pence(each.sum) }));
          stripeControl().completeSession(stripeCheckoutSessionId, each.by === "card" ? { card: "visa" } : { bacs: "pays" });
          gifts.push({ id, sum: each.sum, by: each.by, refunded: 0, isDisputed: false, day });
          lines.push({ pence: each.sum, fee: each.by === "card" ? cardFee(each.sum) : bacsFee(each.sum), gift: id });
          break;
        }
        case "refund": {
          if (!gift || gift.refunded === gift.sum) break;
          const back = Math.max(1, Math.floor(((gift.sum - gift.refunded) * each.share) / 100));
          const refund = stripeControl().refund(await paymentOf(gift.id), back);
          gift.refunded += back;
          refunds.push({ id: refund.id, pence: back, gift });
          lines.push({ pence: -back, fee: 0, gift: gift.id });
          break;
        }
        case "fail-refund": {
          const refund = refunds[each.which];
          if (!refund || refund.gift.isDisputed) break;
          refunds.splice(each.which, 1);
          stripeControl().failRefund(refund.id);
          refund.gift.refunded -= refund.pence;
          lines.push({ pence: refund.pence, fee: 0, gift: refund.gift.id });
          break;
        }
        case "dispute": {
          if (!gift || gift.refunded === gift.sum) break;
          const dispute = stripeControl().openDispute(await paymentOf(gift.id));
          gift.isDisputed = true;
          const fee = gift.by === "card" ? 2000 : 0;
          lines.push({ pence: gift.refunded - gift.sum, fee, gift: gift.id });
          if (gift.by === "bacs" || each.outcome === "open") break;
          stripeControl().closeDispute(dispute.id, each.outcome === "won" ? "won" : "lost");
          if (each.outcome === "won") lines.push({ pence: gift.sum - gift.refunded, fee: -fee, gift: gift.id });
          break;
        }
        case "dashboard": {
          const method = await stripe().paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
          const paid = { amount: each.sum, currency: "gbp", payment_method: method.id, confirm: true };
          await stripe().paymentIntents.create({ ...paid, allowed_payment_method_types: ["card"] });
          lines.push({ pence: each.sum, fee: cardFee(each.sum), gift: null });
          break;
        }
        case "correct":
          stripeControl().adjustBalance({ pence: each.pence, description: "A correction" });
          lines.push({ pence: each.pence, fee: 0, gift: null });
          break;
        case "by-hand":
          stripeControl().payOut(each.sum);
          lines.push({ pence: -each.sum, fee: 0, gift: null });
          break;
        case "send-back": {
          const payouts = (await stripe().payouts.list({ limit: 100 })).data.filter(({ id, automatic }) => automatic && !sentBack.has(id));
          const payout = payouts[each.which % Math.max(1, payouts.length)];
          if (!payout) break;
          stripeControl().failPayout(payout.id);
          sentBack.add(payout.id);
          lines.push({ pence: payout.amount, fee: 0, gift: null });
          break;
        }
      }
      await advanceDays(0.05);
    }
    await advanceDays(1);
    stripeControl().payOut();
  }
  return lines;
}

/** The payment behind a gift, also where no webhook told of it yet. */
async function paymentOf(id: string): Promise<string> {
  await runJobs();
  const { stripeCheckoutSessionId, stripePaymentIntentId } = await db.donation.findUniqueOrThrow({ where: { id } });
  if (stripePaymentIntentId) return await getPaymentIntentId(id);
  const { payment_intent: intent } = await stripe().checkout.sessions.retrieve(stripeCheckoutSessionId ?? "");
  return typeof intent === "string" ? intent : (intent?.id ?? "");
}

const sorted = (lines: Line[]) => lines.map((line) => JSON.stringify(line)).toSorted();

test("random weeks: each payout is what its lines come to, each line is known once with its gift, and only what is by hand is a difference", async () => {
  const days = fc.array(fc.array(action, { maxLength: 3 }), { minLength: 10, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(days, fc.constantFrom(0, 0.4, 1), async (history, drop) => {
      await deleteAllRows();
      stripeControl().reset();
      stripeControl().chaos({ seed: 5, drop });
      const expected = await play(history);
      // All that is paid arrives, and all that is available goes out.
      await advanceDays(12);
      stripeControl().payOut();
      await advanceDays(3);
      await stripeControl().idle();
      await runJobs();
      await reconcileDonations();
      await reconcilePayouts();

      const payouts = await listPayouts(1000);
      const atStripe = (await stripe().payouts.list({ limit: 100 })).data;
      expect(new Map(payouts.map(({ id, pence: total }) => [id, total]))).toEqual(new Map(atStripe.map(({ id, amount }) => [id, amount])));
      for (const { id, automatic, difference, pence: total, isSynced } of payouts) {
        expect({ id, isSynced, difference }).toEqual({ id, isSynced: true, difference: automatic ? 0 : total });
        const lines = await listPayoutLines(id, 10_000);
        expect(lines.reduce((net, line) => net + line.pence - line.feePence, 0) + difference).toBe(total);
        const view = await getPayout(id);
        expect((view?.gifts ?? 0) + (view?.refunds ?? 0) + (view?.disputes ?? 0) + (view?.fees ?? 0) + (view?.other ?? 0)).toBe(
          total - difference,
        );
      }
      const stored = await db.balanceTransaction.findMany();
      // The books hold each penny that moved, once.
      const books = (await sumEntries({ from: "2000-01-01", to: "2099-12-31" })).filter(({ cash }) => cash === "stripe");
      const moved = stored.reduce((net, line) => net + line.pence - line.feePence, 0);
      expect(books.reduce((net, entry) => net + entry.pence, 0)).toBe(moved);
      const ownOfAutomatic = (line: (typeof stored)[number]) => line.kind === "payout" && line.payoutId === line.sourceId;
      const known = stored.filter((line) => !ownOfAutomatic(line));
      expect(sorted(known.map((line) => ({ pence: line.pence, fee: line.feePence, gift: line.donationId })))).toEqual(sorted(expected));
    }),
    { numRuns: runs, seed, endOnFailure: runs > 20 },
  );
});
