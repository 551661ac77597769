import { Prisma } from "~/../prisma/client/client";
import type { DonationStatus } from "~/giving/donation";
import type { PaymentMethod } from "~/giving/payment-methods";
import { fundKindOf, type FundKind } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import { pence, type Pence } from "~/platform/money";
import { maxRowsToSum } from "../lists/columns";
import type { Cursor } from "../lists/keyset";
import type { SearchTerm } from "../lists/search-term";
import { textMatches } from "../lists/text-match.server";
import type { GiftFilters } from "./gift-filters";

/** One gift in a list. Sums are pence: `given` with the fee cover, `returned` what went back or was taken back, `net` what the charity has of it. */
export type GiftRow = {
  id: string;
  reference: string;
  /** When it was paid; before that, when it was begun. */
  at: Date;
  status: DonationStatus;
  given: Pence;
  returned: Pence;
  net: Pence;
  fee: Pence | null;
  method: PaymentMethod | null;
  planId: string | null;
  planReference: string | null;
  supporterId: string | null;
  name: string;
  email: string;
  hasGiftAid: boolean;
  fund: string;
  restricted: boolean;
  appeal: string | null;
};

/** Which gifts: filters, and what was searched for. */
export type GiftQuery = { filters: GiftFilters; search: SearchTerm | null };

const at = Prisma.sql`coalesce(d.paid_at, d.created_at)`;
const given = Prisma.sql`(d.gift_pence + d.cover_pence)`;
const net = Prisma.sql`CASE WHEN d.status = 'paid' THEN ${given} - d.refunded_pence ELSE 0 END`;
const returned = Prisma.sql`CASE WHEN d.status IN ('disputed', 'charged_back') THEN ${given} ELSE d.refunded_pence END`;
const isRestricted = Prisma.sql`(d.fund_id IN (SELECT id FROM fund WHERE restricted))`;

function conditions({ filters, search }: GiftQuery): Prisma.Sql {
  const all: Prisma.Sql[] = [Prisma.sql`d.status = ANY (${filters.statuses}::donation_status[])`];
  if (filters.kind) all.push(filters.kind === "plan" ? Prisma.sql`d.plan_id IS NOT NULL` : Prisma.sql`d.plan_id IS NULL`);
  if (filters.method) all.push(Prisma.sql`d.payment_method = ${filters.method}::payment_method`);
  if (filters.giftAid) all.push(Prisma.sql`(d.declaration_id IS NOT NULL) = ${filters.giftAid === "declared"}`);
  if (filters.returned) all.push(Prisma.sql`(d.refunded_pence > 0 OR d.status IN ('disputed', 'charged_back'))`);
  if (filters.from) all.push(Prisma.sql`${at} >= ${startOfLondonDate(filters.from)}`);
  if (filters.to) all.push(Prisma.sql`${at} < ${startOfLondonDate(addDays(filters.to, 1))}`);
  if (filters.min !== null) all.push(Prisma.sql`${given} >= ${filters.min}`);
  if (filters.max !== null) all.push(Prisma.sql`${given} <= ${filters.max}`);
  if (filters.supporterId) all.push(Prisma.sql`d.supporter_id = ${filters.supporterId}`);
  if (filters.planId) all.push(Prisma.sql`d.plan_id = ${filters.planId}`);
  if (filters.fundId) all.push(Prisma.sql`d.fund_id = ${filters.fundId}`);
  if (filters.fundKind) all.push(Prisma.sql`${isRestricted} = ${filters.fundKind === "restricted"}`);
  if (filters.appealId) all.push(Prisma.sql`d.appeal_id = ${filters.appealId}`);
  if (search) all.push(searchCondition(search));
  return Prisma.join(all, " AND ");
}

function searchCondition({ reference, stripeId, amount, postcode, text }: SearchTerm): Prisma.Sql {
  const any: Prisma.Sql[] = [];
  if (reference) {
    any.push(Prisma.sql`d.reference = ${reference}`, Prisma.sql`d.plan_id IN (SELECT id FROM plan WHERE reference = ${reference})`);
  }
  if (stripeId) {
    for (const column of ["payment_intent", "charge", "checkout_session", "invoice"])
      any.push(Prisma.sql`${Prisma.raw(`d.stripe_${column}_id`)} = ${stripeId}`);
    any.push(
      Prisma.sql`d.id IN (SELECT donation_id FROM refund WHERE id = ${stripeId} UNION ALL SELECT donation_id FROM dispute WHERE id = ${stripeId})`,
      Prisma.sql`d.plan_id IN (SELECT id FROM plan WHERE ${stripeId} IN (stripe_subscription_id, stripe_customer_id))`,
    );
  }
  if (amount !== null) any.push(Prisma.sql`${given} = ${amount}`);
  if (postcode) any.push(Prisma.sql`d.declaration_id IN (SELECT id FROM declaration WHERE postcode = ${postcode})`);
  if (text) any.push(textMatches(Prisma.sql`d`, text));
  return Prisma.sql`(${Prisma.join(any, " OR ")})`;
}

export const giftPageSize = 50;

/**
 * A page of gifts, the newest first.
 * @param page `after`: the last row of the page before; `isLast`: the last page, whatever `after` says
 */
export async function listGifts(
  query: GiftQuery,
  page: { after: Cursor | null; isLast?: boolean; size?: number },
): Promise<{ rows: GiftRow[]; next: Cursor | null }> {
  const { after, isLast = false, size = giftPageSize } = page;
  const beyond = after && !isLast ? Prisma.sql`AND (${at}, d.id) < (${after.at}, ${after.id})` : Prisma.empty;
  const direction = isLast ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const found = await db.$queryRaw<GiftRow[]>`
    SELECT d.id, d.reference, ${at} AS at, d.status, ${given} AS given, ${returned} AS returned, ${net} AS net, d.fee_pence AS fee,
      d.payment_method AS method, d.plan_id AS "planId", p.reference AS "planReference", d.supporter_id AS "supporterId",
      concat_ws(' ', nullif(d.first_name, ''), nullif(d.last_name, '')) AS name, d.email, d.declaration_id IS NOT NULL AS "hasGiftAid",
      f.name AS fund, f.restricted, a.name AS appeal
    FROM (SELECT * FROM donation d WHERE ${conditions(query)} ${beyond} ORDER BY ${at} ${direction}, d.id ${direction} LIMIT ${size + 1}) d
    LEFT JOIN plan p ON p.id = d.plan_id JOIN fund f ON f.id = d.fund_id LEFT JOIN appeal a ON a.id = d.appeal_id
    ORDER BY ${at} ${direction}, d.id ${direction}`;
  if (isLast) return { rows: found.slice(0, size).toReversed(), next: null };
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: found.length > size && last ? { at: last.at, id: last.id } : null };
}

/** The sums of a list's gifts of one kind of fund. */
export type GiftSums = { gifts: number; given: Pence; returned: Pence; net: Pence };
const noGifts: GiftSums = { gifts: 0, given: pence(0), returned: pence(0), net: pence(0) };

/** The sums of a whole list: money of restricted funds apart from all other. */
export type GiftSumsByKind = Record<FundKind, GiftSums>;

/**
 * @param limit how many rows are added up at most; null: all there are
 * @returns null where the list has more rows than were to be added up: so many are added up only when asked for
 */
export async function sumGifts(query: GiftQuery, limit: number | null = maxRowsToSum): Promise<GiftSumsByKind | null> {
  const rows = await db.$queryRaw<{ restricted: boolean; gifts: number; given: number; returned: number; net: number }[]>`
    SELECT restricted, count(*)::int AS gifts, coalesce(sum(given), 0)::float8 AS given, coalesce(sum(returned), 0)::float8 AS returned,
      coalesce(sum(net), 0)::float8 AS net
    FROM (SELECT ${isRestricted} AS restricted, ${given} AS given, ${returned} AS returned, ${net} AS net FROM donation d
          WHERE ${conditions(query)} LIMIT ${limit === null ? null : limit + 1}::bigint) AS d
    GROUP BY restricted`;
  if (limit !== null && rows.reduce((count, { gifts }) => count + gifts, 0) > limit) return null;
  const sums: GiftSumsByKind = { unrestricted: noGifts, restricted: noGifts };
  for (const row of rows)
    sums[fundKindOf(row)] = { gifts: row.gifts, given: pence(row.given), returned: pence(row.returned), net: pence(row.net) };
  return sums;
}

/** Every gift of a list, page by page, in bounded memory. */
export async function* listAllGifts(query: GiftQuery): AsyncGenerator<GiftRow[]> {
  let after: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listGifts>> = await listGifts(query, { after, size: 1000 });
    yield page.rows;
    after = page.next;
  } while (after);
}
