import { Prisma } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import { pence, type Pence } from "~/platform/money";
import type { BillingInterval } from "~/sponsorship/plan";
import type { PlanStatus } from "~/sponsorship/plan-status";
import type { Cursor } from "../lists/keyset";
import { holdsText, resemblesText, type Search } from "../lists/text-match.server";
import type { PlanFilters } from "./plan-filters";

/** One sponsorship in a list. `weekly`, and one `collection` with its fee cover, are pence. */
export type PlanRow = {
  id: string;
  reference: string;
  /** When it was agreed to; before that, when it was begun. */
  at: Date;
  status: PlanStatus;
  name: string;
  email: string;
  supporterId: string | null;
  weekly: Pence;
  collection: Pence;
  interval: BillingInterval;
  /** Null: where it is needed most. */
  room: string | null;
  method: "card" | "bacs_debit" | null;
  nextAt: Date | null;
  endedAt: Date | null;
};

/** Which sponsorships: filters, and what was searched for. */
export type PlanQuery = { filters: PlanFilters; search: Search | null };

const at = Prisma.sql`coalesce(p.agreed_at, p.created_at)`;

function conditions({ filters, search }: PlanQuery): Prisma.Sql {
  const all: Prisma.Sql[] = [Prisma.sql`p.status = ANY (${filters.statuses}::plan_status[])`];
  if (filters.interval) all.push(Prisma.sql`p.billing_interval = ${filters.interval}::billing_interval`);
  if (filters.min !== null) all.push(Prisma.sql`p.weekly_pence >= ${filters.min}`);
  if (filters.room) all.push(filters.room === "none" ? Prisma.sql`p.room_id IS NULL` : Prisma.sql`p.room_id = ${filters.room}`);
  if (filters.agreedFrom) all.push(Prisma.sql`${at} >= ${startOfLondonDate(filters.agreedFrom)}`);
  if (filters.agreedTo) all.push(Prisma.sql`${at} < ${startOfLondonDate(addDays(filters.agreedTo, 1))}`);
  if (filters.endedFrom) all.push(Prisma.sql`p.ended_at >= ${startOfLondonDate(filters.endedFrom)}`);
  if (filters.endedTo) all.push(Prisma.sql`p.ended_at < ${startOfLondonDate(addDays(filters.endedTo, 1))}`);
  if (filters.failedFrom || filters.failedTo)
    all.push(hadChange(Prisma.sql`new_value = 'late'`, { from: filters.failedFrom, to: filters.failedTo }));
  if (filters.recoveredFrom || filters.recoveredTo)
    all.push(hadChange(Prisma.sql`old_value = 'late' AND new_value = 'active'`, { from: filters.recoveredFrom, to: filters.recoveredTo }));
  if (search) all.push(searchCondition(search));
  return Prisma.join(all, " AND ");
}

/** Whether its status changed so within some London dates. */
const hadChange = (change: Prisma.Sql, { from, to }: { from: string | null; to: string | null }): Prisma.Sql => Prisma.sql`p.id IN (
  SELECT plan_id FROM plan_change WHERE kind = 'status' AND ${change}
    ${from ? Prisma.sql`AND changed_at >= ${startOfLondonDate(from)}` : Prisma.empty}
    ${to ? Prisma.sql`AND changed_at < ${startOfLondonDate(addDays(to, 1))}` : Prisma.empty})`;

function searchCondition({ reference, stripeId, amount, postcode, text, people }: Search): Prisma.Sql {
  const any: Prisma.Sql[] = [];
  const byGift = (where: Prisma.Sql) => any.push(Prisma.sql`p.id IN (SELECT plan_id FROM donation WHERE ${where})`);
  if (reference) {
    any.push(Prisma.sql`p.reference = ${reference}`);
    byGift(Prisma.sql`reference = ${reference}`);
  }
  if (stripeId) {
    for (const column of ["customer", "subscription", "checkout_session"])
      any.push(Prisma.sql`p.${Prisma.raw(`stripe_${column}_id`)} = ${stripeId}`);
    for (const column of ["payment_intent", "charge", "invoice"]) byGift(Prisma.sql`${Prisma.raw(`stripe_${column}_id`)} = ${stripeId}`);
  }
  if (amount !== null) any.push(Prisma.sql`p.weekly_pence = ${amount}`, Prisma.sql`p.collection_pence + p.cover_pence = ${amount}`);
  if (postcode) any.push(Prisma.sql`p.declaration_id IN (SELECT id FROM declaration WHERE postcode = ${postcode})`);
  if (text !== null && people) {
    any.push(holdsText("plan p", text));
    if (people !== "very many")
      any.push(Prisma.sql`p.supporter_id = ANY (${people.ids})`, Prisma.sql`(p.supporter_id IS NULL AND ${resemblesText("plan p", text)})`);
  }
  return Prisma.sql`(${Prisma.join(any, " OR ")})`;
}

const pageSize = 50;

/**
 * A page of sponsorships, the newest first.
 * @param page `after`: the last row of the page before; `isLast`: the last page, whatever `after` says
 */
export async function listDeskPlans(
  query: PlanQuery,
  page: { after: Cursor | null; isLast?: boolean; size?: number },
): Promise<{ rows: PlanRow[]; next: Cursor | null }> {
  const { after, isLast = false, size = pageSize } = page;
  const beyond = after && !isLast ? Prisma.sql`AND (${at}, p.id) < (${after.at}, ${after.id})` : Prisma.empty;
  const direction = isLast ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const order = Prisma.sql`ORDER BY ${at} ${direction}, p.id ${direction}`;
  const found = await db.$queryRaw<PlanRow[]>`
    SELECT p.id, p.reference, ${at} AS at, p.status, concat_ws(' ', nullif(p.first_name, ''), nullif(p.last_name, '')) AS name, p.email,
      p.supporter_id AS "supporterId", p.weekly_pence AS weekly, p.collection_pence + p.cover_pence AS collection,
      p.billing_interval AS interval, r.name AS room, p.payment_method AS method, p.next_collection_at AS "nextAt", p.ended_at AS "endedAt"
    FROM (SELECT * FROM plan p WHERE ${conditions(query)} ${beyond} ${order} LIMIT ${size + 1}) p
    LEFT JOIN room r ON r.id = p.room_id ${order}`;
  if (isLast) return { rows: found.slice(0, size).toReversed(), next: null };
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: found.length > size && last ? { at: last.at, id: last.id } : null };
}

/** How many, and what they come to in a week. Null where there are more than were to be added up. */
export async function sumPlans(query: PlanQuery, limit: number | null): Promise<{ plans: number; weekly: Pence } | null> {
  const [row] = await db.$queryRaw<{ plans: number; weekly: number }[]>`
    SELECT count(*)::int AS plans, coalesce(sum(weekly_pence), 0)::float8 AS weekly
    FROM (SELECT p.weekly_pence FROM plan p WHERE ${conditions(query)} LIMIT ${limit === null ? null : limit + 1}::bigint) p`;
  if (!row || (limit !== null && row.plans > limit)) return null;
  return { plans: row.plans, weekly: pence(row.weekly) };
}

/** Every sponsorship of a list, page by page, in bounded memory. */
export async function* listAllPlans(query: PlanQuery): AsyncGenerator<PlanRow[]> {
  let after: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listDeskPlans>> = await listDeskPlans(query, { after, size: 1000 });
    yield page.rows;
    after = page.next;
  } while (after);
}
