import { forgetBefore } from "~/giving/retention/forget-old-gifts.server";
import { pool } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";

/**
 * Forgets by which of Stripe's numbers the people behind old movements could be found, with the gifts that they were about. Sums, kinds
 * and days stay, so that no total changes. @returns how many
 */
export async function forgetOldTransactions(): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE balance_transaction AS line SET id = gen_random_uuid()::text, charge_id = NULL, description = NULL,
       source_id = CASE WHEN kind IN ('payout', 'payout_reversal') THEN source_id END,
       created_at = date_trunc('day', created_at, 'Europe/London')
     WHERE created_at < $1 AND id LIKE 'txn_%'
       AND (donation_id IS NULL OR EXISTS (SELECT FROM donation WHERE donation.id = line.donation_id AND forgotten_at IS NOT NULL))`,
    [forgetBefore()],
  );
  return rowCount ?? 0;
}

/** Forgets the bank's words of lines of years that need not be kept; day and sum stay. @returns how many */
export async function forgetOldBankLines(): Promise<number> {
  const { rowCount } = await pool.query("UPDATE bank_line SET description = id WHERE date < $1::date AND description <> id", [
    londonDate(forgetBefore()),
  ]);
  return rowCount ?? 0;
}
