import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { toDateColumn } from "~/platform/london-dates";
import { createThrottle, type Throttle } from "~/platform/payments/list-pages.server";
import { fetchPayout, listBalanceTransactions, type PayoutDetails } from "~/platform/payments/payouts.server";
import { matchBankLines } from "../bank/match-bank-lines.server";
import { matchTransactions, storeTransactions } from "./store-transactions.server";

/** Asks Stripe how a payout stands and what it is made of, and saves that; the work of the job "sync-payout". Done twice it is done once. */
export async function syncPayout(stripePayoutId: string): Promise<void> {
  await savePayout(await fetchPayout(stripePayoutId), createThrottle(config.stripe.readsPerSecond));
  await matchTransactions();
  await matchBankLines();
}

/** Saves a payout with every line that Stripe gives of it. Until all are read it counts as not read; one that was killed is read anew. */
export async function savePayout(payout: PayoutDetails, throttle: Throttle): Promise<void> {
  const { id, arrivesOn, hasAllLines, ...facts } = payout;
  const row = { ...facts, arrivesOn: toDateColumn(arrivesOn) };
  await db.payout.upsert({ where: { id }, create: { id, ...row }, update: row });
  if (payout.automatic) {
    for await (const page of listBalanceTransactions({ payoutId: id }, null, throttle)) await storeTransactions(page, id);
  }
  if (hasAllLines || !payout.automatic) await db.payout.update({ where: { id }, data: { syncedAt: now() } });
}
