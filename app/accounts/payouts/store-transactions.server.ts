import { pool } from "~/platform/database/db.server";
import type { BalanceTransactionDetails } from "~/platform/payments/payouts.server";

/**
 * Writes down movements of Stripe's balance as Stripe says them, with the gift that each is about. One that is known is brought up to date.
 * @param payoutId the payout whose lines they are; null: not told here, and what is known of it stays
 * @returns how many were not known before
 */
export async function storeTransactions(transactions: readonly BalanceTransactionDetails[], payoutId: string | null): Promise<number> {
  const column = <Value>(pick: (transaction: BalanceTransactionDetails) => Value) => transactions.map(pick);
  const { rows } = await pool.query<{ added: number }>(
    `WITH given AS (
       SELECT given.*, donation.id AS donation_id
       FROM unnest($1::text[], $2::balance_transaction_kind[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[],
         $9::timestamptz[]) AS given(id, kind, category, pence, fee_pence, source_id, charge_id, description, created_at)
       LEFT JOIN donation ON donation.stripe_charge_id = given.charge_id
     ), stored AS (
       INSERT INTO balance_transaction
         (id, kind, category, pence, fee_pence, source_id, charge_id, description, created_at, donation_id, payout_id)
       SELECT id, kind, category, pence, fee_pence, source_id, charge_id,
         CASE WHEN donation_id IS NULL THEN description END, created_at, donation_id, $10::text FROM given
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, category = excluded.category, pence = excluded.pence,
         fee_pence = excluded.fee_pence, payout_id = coalesce(excluded.payout_id, balance_transaction.payout_id),
         donation_id = coalesce(balance_transaction.donation_id, excluded.donation_id)
       RETURNING (xmax = 0) AS added
     )
     SELECT count(*) FILTER (WHERE added)::int AS added FROM stored`,
    [
      column(({ id }) => id),
      column(({ kind }) => kind),
      column(({ category }) => category),
      column(({ pence }) => pence),
      column(({ feePence }) => feePence),
      column(({ sourceId }) => sourceId),
      column(({ chargeId }) => chargeId),
      column(({ description }) => description?.slice(0, 300) ?? null),
      column(({ createdAt }) => createdAt),
      payoutId,
    ],
  );
  return rows[0]?.added ?? 0;
}

/** Finds the gifts of movements that were known before their gift was. @returns how many were found */
export async function matchTransactions(): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE balance_transaction SET donation_id = donation.id, description = NULL
     FROM donation WHERE donation.stripe_charge_id = balance_transaction.charge_id AND balance_transaction.donation_id IS NULL`,
  );
  return rowCount ?? 0;
}
