import { db } from "~/platform/database/db.server";
import { roomsFundId } from "../funds/fund";
import { pence, subtract, type Pence } from "~/platform/money";

/** What all gifts came to, less what went back: whole pence. */
export type DonationTotals = { gifts: number; total: Pence; returned: Pence; net: Pence };

/**
 * The totals of gifts paid in a span of instants, from included, until excluded.
 * @param filter `oneOffOnly`: without what was collected for plans; `forRooms`: without what may only be spent on something else
 */
export async function getDonationTotals(
  from: Date,
  until: Date,
  filter: { oneOffOnly?: boolean; forRooms?: boolean } = {},
): Promise<DonationTotals> {
  const [row] = await db.$queryRaw<{ gifts: number; given: number; back: number }[]>`
    SELECT count(*)::int AS gifts,
           coalesce(sum(gift_and_cover), 0)::float8 AS given,
           coalesce(sum(CASE WHEN status = 'paid' THEN refunded ELSE gift_and_cover END), 0)::float8 AS back
    FROM (SELECT gift_pence + cover_pence AS gift_and_cover, refunded_pence AS refunded, status
          FROM donation
          WHERE paid_at >= ${from} AND paid_at < ${until} AND (plan_id IS NULL OR NOT ${filter.oneOffOnly === true})
            AND (NOT ${filter.forRooms === true} OR fund_id IN (SELECT id FROM fund WHERE NOT restricted OR id = ${roomsFundId}))) AS paid`;
  const total = pence(row?.given ?? 0);
  const returned = pence(row?.back ?? 0);
  return { gifts: row?.gifts ?? 0, total, returned, net: subtract(total, returned) };
}
