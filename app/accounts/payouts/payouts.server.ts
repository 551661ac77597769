import type { BankLine, Payout } from "~/../prisma/client/client";
import { db, pool } from "~/platform/database/db.server";
import { fromDateColumn } from "~/platform/london-dates";

/** What a payout is made of, in pence with their sign: together with `difference` they are its sum. */
export type PayoutSums = {
  gifts: number;
  refunds: number;
  disputes: number;
  /** Of payments and disputes, and what Stripe charges beside: below zero. */
  fees: number;
  /** Lines about no gift that is known here: payments made at Stripe's dashboard, corrections, payouts that came back. */
  other: number;
  /** What no line says: more than nothing where the payout is more than its lines. */
  difference: number;
};

export type PayoutView = PayoutSums & {
  id: string;
  status: Payout["status"];
  pence: number;
  currency: string;
  automatic: boolean;
  failureCode: string | null;
  createdAt: Date;
  /** YYYY-MM-DD. */
  arrivesOn: string;
  /** Whether Stripe has given all its lines. */
  isSynced: boolean;
  /** The date of the bank line that it is; null: none is known. */
  bankDate: string | null;
};

type SumRow = { payout_id: string } & Record<"gifts" | "refunds" | "disputes" | "fees" | "other", string>;

/** Payouts, newest first. @param before the one to go on after */
export async function listPayouts(limit: number, before: { at: Date; id: string } | null = null): Promise<PayoutView[]> {
  const payouts = await db.payout.findMany({
    where: before ? { OR: [{ createdAt: { lt: before.at } }, { createdAt: before.at, id: { lt: before.id } }] } : {},
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: { bankLine: true },
    take: limit,
  });
  return await withSums(payouts);
}

/** One payout with what it is made of; null: there is none of that id. */
export async function getPayout(id: string): Promise<PayoutView | null> {
  const payout = await db.payout.findUnique({ where: { id }, include: { bankLine: true } });
  return payout && ((await withSums([payout]))[0] ?? null);
}

type Stored = Payout & { bankLine: BankLine | null };

async function withSums(payouts: readonly Stored[]): Promise<PayoutView[]> {
  // Its own movement is what takes it out of Stripe's balance, and no part of it.
  const { rows } = await pool.query<SumRow>(
    `SELECT payout_id,
       coalesce(sum(pence) FILTER (WHERE part = 'gifts'), 0) AS gifts,
       coalesce(sum(pence) FILTER (WHERE part = 'refunds'), 0) AS refunds,
       coalesce(sum(pence) FILTER (WHERE part = 'disputes'), 0) AS disputes,
       coalesce(sum(pence) FILTER (WHERE part = 'fees'), 0) - coalesce(sum(fee_pence), 0) AS fees,
       coalesce(sum(pence) FILTER (WHERE part = 'other'), 0) AS other
     FROM (
       SELECT payout_id, pence, fee_pence, CASE
         WHEN kind = 'fee' THEN 'fees'
         WHEN donation_id IS NULL THEN 'other'
         WHEN kind IN ('charge', 'charge_failure') THEN 'gifts'
         WHEN kind IN ('refund', 'refund_failure') THEN 'refunds'
         WHEN kind IN ('dispute', 'dispute_reversal') THEN 'disputes'
         ELSE 'other' END AS part
       FROM balance_transaction
       WHERE payout_id = ANY($1) AND NOT (kind = 'payout' AND source_id = payout_id)
     ) AS line GROUP BY payout_id`,
    [payouts.map(({ id }) => id)],
  );
  const sums = new Map(rows.map((row) => [row.payout_id, row]));
  return payouts.map((payout) => toView(payout, sums.get(payout.id)));
}

function toView({ syncedAt, arrivesOn, bankLine, ...payout }: Stored, row: SumRow | undefined): PayoutView {
  const [gifts, refunds, disputes, fees, other] = [row?.gifts, row?.refunds, row?.disputes, row?.fees, row?.other].map(Number);
  const parts = { gifts: gifts || 0, refunds: refunds || 0, disputes: disputes || 0, fees: fees || 0, other: other || 0 };
  const explained = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    ...payout,
    ...parts,
    difference: payout.pence - explained,
    arrivesOn: fromDateColumn(arrivesOn),
    isSynced: syncedAt !== null,
    bankDate: bankLine && fromDateColumn(bankLine.date),
  };
}

/** The lines of a payout, newest first, its own movement left out. @param before the one to go on after */
export const listPayoutLines = (payoutId: string, limit: number, before: { at: Date; id: string } | null = null) =>
  db.balanceTransaction.findMany({
    where: {
      payoutId,
      NOT: { kind: "payout", sourceId: payoutId },
      ...(before && { OR: [{ createdAt: { lt: before.at } }, { createdAt: before.at, id: { lt: before.id } }] }),
    },
    include: { donation: { select: { id: true, reference: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
