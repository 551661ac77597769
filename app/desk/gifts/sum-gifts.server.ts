import { Prisma } from "~/../prisma/client/client";
import { fundKindOf, type FundKind } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { pence, type Pence } from "~/platform/money";
import { maxRowsToSum } from "../lists/columns";
import { giftConditions, isRestricted, isWideSearch, newestFirst, type GiftQuery } from "./list-gifts.server";

/** The sums of a list's gifts of one kind of fund, in pence: given with the fee cover, what went back or was taken back, what the charity has of it. */
export type GiftSums = { gifts: number; given: Pence; returned: Pence; net: Pence };
const noGifts: GiftSums = { gifts: 0, given: pence(0), returned: pence(0), net: pence(0) };

/** The sums of a whole list: money of restricted funds apart from all other. */
export type GiftSumsByKind = Record<FundKind, GiftSums>;

/**
 * The sums of a whole list. What the totals of days know is always added up; what has to be looked for, row by row, only as far as asked.
 * @param limit at how many rows it looks at most; null: at all there are
 * @returns null: it would have to look at more
 */
export async function sumGifts(query: GiftQuery, limit: number | null = maxRowsToSum): Promise<GiftSumsByKind | null> {
  if (limit !== null && isWideSearch(query)) return null;
  const days = totalConditions(query);
  const rows = days ? await sumDays(days) : await sumRows(query, limit);
  if (limit !== null && rows.reduce((sum, { looked }) => sum + looked, 0) > limit) return null;
  const sums: GiftSumsByKind = { unrestricted: noGifts, restricted: noGifts };
  for (const row of rows)
    sums[fundKindOf(row)] = { gifts: row.gifts, given: pence(row.given), returned: pence(row.returned), net: pence(row.net) };
  return sums;
}

type SumRow = { restricted: boolean; looked: number; gifts: number; given: number; returned: number; net: number };

const figures = Prisma.sql`coalesce(sum(given), 0)::float8 AS given,
  coalesce(sum(CASE WHEN status IN ('disputed', 'charged_back') THEN given ELSE refunded END), 0)::float8 AS returned,
  coalesce(sum(CASE WHEN status = 'paid' THEN given - refunded ELSE 0 END), 0)::float8 AS net`;

/** The same rows among the totals of days; null: a filter is set of which they know nothing. */
function totalConditions({ filters, search }: GiftQuery): Prisma.Sql | null {
  const { statuses, kind, method, giftAid, from, to, fundId, fundKind, appealId, ...unknown } = filters;
  if (search || Object.values(unknown).some((value) => value !== null && value !== false)) return null;
  const all: Prisma.Sql[] = [Prisma.sql`d.status = ANY (${statuses}::donation_status[])`];
  if (kind) all.push(Prisma.sql`d.is_plan = ${kind === "plan"}`);
  if (method) all.push(Prisma.sql`d.payment_method = ${method}::payment_method`);
  if (giftAid) all.push(Prisma.sql`d.is_declared = ${giftAid === "declared"}`);
  if (from) all.push(Prisma.sql`d.day >= ${from}::date`);
  if (to) all.push(Prisma.sql`d.day <= ${to}::date`);
  if (fundId) all.push(Prisma.sql`d.fund_id = ${fundId}`);
  if (fundKind) all.push(Prisma.sql`${isRestricted} = ${fundKind === "restricted"}`);
  if (appealId) all.push(Prisma.sql`d.appeal_id = ${appealId}`);
  return Prisma.join(all, " AND ");
}

const sumDays = (conditions: Prisma.Sql) => db.$queryRaw<SumRow[]>`
  SELECT restricted, 0 AS looked, sum(gifts)::int AS gifts, ${figures}
  FROM (SELECT ${isRestricted} AS restricted, d.status, d.gifts, d.given_pence AS given, d.refunded_pence AS refunded
    FROM donation_daily_total d WHERE ${conditions}) d
  GROUP BY restricted`;

const sumRows = (query: GiftQuery, limit: number | null) => {
  const { narrow, others } = giftConditions(query);
  // As the list is read: along its index, so that no more than these are looked at.
  const upTo = limit === null ? Prisma.empty : Prisma.sql`${newestFirst} LIMIT ${limit + 1}`;
  // Zeros, and not left out: so many were looked at.
  return db.$queryRaw<SumRow[]>`
    SELECT restricted, count(*)::int AS looked, (count(*) FILTER (WHERE fits))::int AS gifts, ${figures}
    FROM (SELECT restricted, d.status, fits, CASE WHEN fits THEN d.gift_pence + d.cover_pence ELSE 0 END AS given,
        CASE WHEN fits THEN d.refunded_pence ELSE 0 END AS refunded
      FROM (SELECT d.status, d.gift_pence, d.cover_pence, d.refunded_pence, ${isRestricted} AS restricted, ${others} AS fits
        FROM donation d WHERE ${narrow} ${upTo}) d) d
    GROUP BY restricted`;
};
