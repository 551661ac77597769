import { Prisma } from "~/../prisma/client/client";
import type { DonationStatus } from "~/giving/donation";
import type { PaymentMethod } from "~/giving/payment-methods";
import { db } from "~/platform/database/db.server";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import type { Pence } from "~/platform/money";
import type { Cursor } from "../lists/keyset";
import { holdsText, isIndexed, resemblesText, type People, type Search } from "../lists/text-match.server";
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
export type GiftQuery = { filters: GiftFilters; search: Search | null };

const at = Prisma.sql`coalesce(d.paid_at, d.created_at)`;
/** The order of a list, the newest first. */
export const newestFirst = Prisma.sql`ORDER BY ${at} DESC, d.id DESC`;
const given = Prisma.sql`(d.gift_pence + d.cover_pence)`;
const net = Prisma.sql`CASE WHEN d.status = 'paid' THEN ${given} - d.refunded_pence ELSE 0 END`;
const returned = Prisma.sql`CASE WHEN d.status IN ('disputed', 'charged_back') THEN ${given} ELSE d.refunded_pence END`;
/** Whether a gift is of a restricted fund. */
export const isRestricted = Prisma.sql`(d.fund_id IN (SELECT id FROM fund WHERE restricted))`;

/** Those of a query's conditions that an index answers by itself: few rows are looked at for them, however many donations there are. */
function narrowConditions({ filters, search }: GiftQuery): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (filters.returned) all.push(Prisma.sql`(d.refunded_pence > 0 OR d.status IN ('disputed', 'charged_back'))`);
  if (filters.from) all.push(Prisma.sql`${at} >= ${startOfLondonDate(filters.from)}`);
  if (filters.to) all.push(Prisma.sql`${at} < ${startOfLondonDate(addDays(filters.to, 1))}`);
  // Those of some days are looked at day by day.
  if (!filters.from && !filters.to) all.push(...amountConditions(filters));
  if (filters.supporterId) all.push(Prisma.sql`d.supporter_id = ${filters.supporterId}`);
  if (filters.planId) all.push(Prisma.sql`d.plan_id = ${filters.planId}`);
  if (filters.appealId) all.push(Prisma.sql`d.appeal_id = ${filters.appealId}`);
  if (search) all.push(searchCondition(search));
  return all;
}

function otherConditions({ filters }: GiftQuery): Prisma.Sql[] {
  const all: Prisma.Sql[] = [Prisma.sql`d.status = ANY (${filters.statuses}::donation_status[])`];
  if (filters.kind) all.push(filters.kind === "plan" ? Prisma.sql`d.plan_id IS NOT NULL` : Prisma.sql`d.plan_id IS NULL`);
  if (filters.method) all.push(Prisma.sql`d.payment_method = ${filters.method}::payment_method`);
  if (filters.giftAid) all.push(Prisma.sql`(d.declaration_id IS NOT NULL) = ${filters.giftAid === "declared"}`);
  if (filters.fundId) all.push(Prisma.sql`d.fund_id = ${filters.fundId}`);
  if (filters.fundKind) all.push(Prisma.sql`${isRestricted} = ${filters.fundKind === "restricted"}`);
  if (filters.from || filters.to) all.push(...amountConditions(filters));
  return all;
}

function amountConditions({ min, max }: GiftFilters): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (min !== null) all.push(Prisma.sql`${given} >= ${min}`);
  if (max !== null) all.push(Prisma.sql`${given} <= ${max}`);
  return all;
}

const allOf = (conditions: Prisma.Sql[]): Prisma.Sql => (conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, " AND "));

/** What picks the rows of a query: `narrow` leaves few to look at, `others` are looked at row by row. */
export const giftConditions = (query: GiftQuery): { narrow: Prisma.Sql; others: Prisma.Sql } => ({
  narrow: allOf(narrowConditions(query)),
  others: allOf(otherConditions(query)),
});

function searchCondition({ reference, stripeId, amount, postcode, text, people }: Search): Prisma.Sql {
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
  if (postcode) {
    any.push(Prisma.sql`d.declaration_id IN (SELECT id FROM declaration WHERE postcode = ${postcode})`);
    any.push(Prisma.sql`d.id IN (SELECT donation_id FROM offline_gift WHERE postcode = ${postcode})`);
  }
  if (text !== null && people) any.push(textCondition(text, people));
  return Prisma.sql`(${Prisma.join(any, " OR ")})`;
}

/** So many people's donations are collected and sorted; those of more are met soon enough by going through all of them. */
const maxPeopleToCollect = 500;

/** Whether a search means so many people that the list is gone through, the newest first, until enough are found. */
export const isWideSearch = ({ search }: GiftQuery): boolean =>
  search?.people != null && (search.people === "very many" || search.people.ids.length > maxPeopleToCollect);

/** Donations of the people whom a text means, or under a name that holds it; where nobody is known yet, also under one much like it. */
function textCondition(text: string, people: People): Prisma.Sql {
  if (people === "very many") return Prisma.sql`(${holdsText("donation d", text)}) IS TRUE`;
  const any = [
    Prisma.sql`d.supporter_id = ANY (${people.ids})`,
    Prisma.sql`(d.supporter_id IS NULL AND ${resemblesText("donation d", text)})`,
  ];
  if (isIndexed(text)) any.push(holdsText("donation d", text));
  const condition = Prisma.sql`(${Prisma.join(any, " OR ")})`;
  // As a comparison no index is used for it.
  return people.ids.length > maxPeopleToCollect ? Prisma.sql`${condition} IS TRUE` : condition;
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
  const { narrow, others } = giftConditions(query);
  const direction = isLast ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const found = await db.$queryRaw<GiftRow[]>`
    SELECT d.id, d.reference, ${at} AS at, d.status, ${given} AS given, ${returned} AS returned, ${net} AS net, d.fee_pence AS fee,
      d.payment_method AS method, d.plan_id AS "planId", p.reference AS "planReference", d.supporter_id AS "supporterId",
      concat_ws(' ', nullif(d.first_name, ''), nullif(d.last_name, '')) AS name, d.email, d.declaration_id IS NOT NULL AS "hasGiftAid",
      f.name AS fund, f.restricted, a.name AS appeal
    FROM (SELECT * FROM donation d WHERE ${narrow} AND ${others} ${beyond} ORDER BY ${at} ${direction}, d.id ${direction} LIMIT ${size + 1}) d
    LEFT JOIN plan p ON p.id = d.plan_id JOIN fund f ON f.id = d.fund_id LEFT JOIN appeal a ON a.id = d.appeal_id
    ORDER BY ${at} ${direction}, d.id ${direction}`;
  if (isLast) return { rows: found.slice(0, size).toReversed(), next: null };
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: found.length > size && last ? { at: last.at, id: last.id } : null };
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
