import { db } from "~/platform/database/db.server";
import { pence, subtract, type Pence } from "~/platform/money";

/** What all gifts came to, less what went back: whole pence. */
export type DonationTotals = { gifts: number; total: Pence; returned: Pence; net: Pence };

/**
 * The totals of gifts paid in a span of instants, from included, until excluded.
 * @param filter `oneOffOnly`: without what was collected for plans
 */
export async function getDonationTotals(from: Date, until: Date, filter: { oneOffOnly?: boolean } = {}): Promise<DonationTotals> {
  const [row] = await db.$queryRaw<{ gifts: number; given: number; back: number }[]>`
    SELECT count(*)::int AS gifts,
           coalesce(sum(gift_and_cover), 0)::float8 AS given,
           coalesce(sum(CASE WHEN state = 'paid' THEN refunded ELSE gift_and_cover END), 0)::float8 AS back
    FROM (SELECT "giftPence" + "coverPence" AS gift_and_cover, "refundedPence" AS refunded, state
          FROM donation
          WHERE "paidAt" >= ${from} AND "paidAt" < ${until} AND ("planId" IS NULL OR NOT ${filter.oneOffOnly === true})) AS paid`;
  const total = pence(row?.given ?? 0);
  const returned = pence(row?.back ?? 0);
  return { gifts: row?.gifts ?? 0, total, returned, net: subtract(total, returned) };
}
