import type { Reconciliation } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { formatPounds, pence } from "~/platform/money";
import { createThrottle, type Throttle } from "~/platform/payments/list-pages.server";
import {
  listBalanceTransactions,
  listPayouts,
  type BalanceTransactionDetails,
  type PayoutDetails,
} from "~/platform/payments/payouts.server";
import { definePass, reconcile, type Compared, type Finding } from "~/platform/reconciliation/reconcile.server";
import { matchBankLines } from "../bank/match-bank-lines.server";
import { matchTransactions, storeTransactions } from "./store-transactions.server";
import { getPayout } from "./payouts.server";
import { savePayout } from "./sync-payout.server";

const dayMs = 24 * 60 * 60 * 1000;
/** A bank may send a payout back some days after it came in. */
const payoutDays = 35;

/**
 * Compares every movement of Stripe's balance and every payout with what is known here, and saves what is not: the work of the job
 * "reconcile-payouts". The first run looks at everything that Stripe has.
 * @returns the run; null: one is under way elsewhere
 */
export async function reconcilePayouts(): Promise<Reconciliation | null> {
  const throttle = createThrottle(config.stripe.readsPerSecond);
  const run = await reconcile({
    kind: "payouts",
    lookBackTo: (last) => new Date(last ? last.getTime() - 4 * dayMs : 0),
    passes: {
      transactions: definePass(({ since }, after) => listBalanceTransactions({ since }, after, throttle), compareTransactions),
      payouts: definePass(
        ({ since }, after) => listPayouts(since && new Date(Math.max(0, since.getTime() - payoutDays * dayMs)), after, throttle),
        (payouts) => comparePayouts(payouts, throttle),
      ),
    },
  });
  await matchTransactions();
  await matchBankLines();
  return run;
}

/** A movement is no event's matter, so that a new one was found is nothing to list. */
async function compareTransactions(transactions: BalanceTransactionDetails[]): Promise<Compared> {
  await storeTransactions(transactions, null);
  return { checked: transactions.length, findings: [] };
}

async function comparePayouts(payouts: PayoutDetails[], throttle: Throttle): Promise<Compared> {
  const known = await db.payout.findMany({ where: { id: { in: payouts.map(({ id }) => id) } } });
  const byId = new Map(known.map((payout) => [payout.id, payout]));
  const findings: Finding[] = [];
  for (const payout of payouts) {
    const before = byId.get(payout.id);
    if (before?.syncedAt && before.status === payout.status && before.pence === payout.pence) continue;
    await savePayout(payout, throttle);
    if (before && before.status !== payout.status)
      findings.push({ about: payout.id, message: `The payout was ${before.status}, is ${payout.status}.`, healed: true });
  }
  return { checked: payouts.length, findings: [...findings, ...(await findTroubles(payouts))] };
}

/** What of some payouts needs a person, however it became known; each once. */
async function findTroubles(payouts: PayoutDetails[]): Promise<Finding[]> {
  const troubles: Finding[] = [];
  for (const { id, status, failureCode } of payouts) {
    const view = await getPayout(id);
    if (view?.isSynced && view.automatic && view.difference !== 0)
      troubles.push({ about: id, message: differenceText(view.difference), healed: false });
    if (status === "failed")
      troubles.push({ about: id, message: `The bank sent the payout back (${failureCode ?? "no reason given"}).`, healed: false });
  }
  const told = await db.reconciliationFinding.findMany({
    where: { healed: false, about: { in: troubles.map(({ about }) => about) }, reconciliation: { kind: "payouts" } },
  });
  return troubles.filter(({ about, message }) => !told.some((finding) => finding.about === about && finding.message === message));
}

const differenceText = (missing: number): string =>
  `The payout is ${formatPounds(pence(Math.abs(missing)))} ${missing > 0 ? "more" : "less"} than its lines.`;
