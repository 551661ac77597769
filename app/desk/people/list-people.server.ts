import { Prisma } from "~/../prisma/client/client";
import type { FundKind } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { startOfLondonDate } from "~/platform/london-dates";
import { pence, type Pence } from "~/platform/money";
import type { Cursor } from "../lists/keyset";
import { holdsText, type Search } from "../lists/text-match.server";
import type { PeopleFilters } from "./people-filters";

/** One supporter in a list. `total`: pence of all that is paid, less what went back. */
export type PersonRow = {
  id: string;
  /** Since when they are known. */
  at: Date;
  name: string;
  email: string;
  gifts: number;
  total: Pence;
  /** What of it went to restricted funds. */
  restricted: Pence;
  lastGiftAt: Date | null;
  /** Sponsorships that go on. */
  sponsorships: number;
  /** Whether a declaration covers what they give from now on. */
  hasGiftAid: boolean;
};

/** Which people: filters, and what was searched for. */
export type PeopleQuery = { filters: PeopleFilters; search: Search | null };

const given = Prisma.sql`
  (SELECT count(*)::int AS gifts, coalesce(sum(d.gift_pence + d.cover_pence - d.refunded_pence), 0)::float8 AS total,
     coalesce(sum(d.gift_pence + d.cover_pence - d.refunded_pence) FILTER (WHERE d.fund_id IN (SELECT id FROM fund WHERE restricted)), 0)::float8
       AS restricted,
     max(d.paid_at) AS last
   FROM donation d WHERE d.supporter_id = s.id AND d.status = 'paid')`;
const ownPlans = Prisma.sql`SELECT 1 FROM plan p WHERE p.supporter_id = s.id`;
const live = Prisma.sql`p.status IN ('starting', 'active', 'late', 'paused')`;
const hasGiftAid = Prisma.sql`EXISTS (
  SELECT 1 FROM (SELECT id FROM declaration WHERE supporter_id = s.id
    UNION ALL SELECT declaration_id FROM donation WHERE supporter_id = s.id
    UNION ALL SELECT declaration_id FROM plan WHERE supporter_id = s.id) own
  JOIN declaration c ON c.id = own.id WHERE c.scope <> 'this_gift' AND c.cancelled_at IS NULL)`;

const sponsorshipConditions: Record<NonNullable<PeopleFilters["sponsorship"]>, Prisma.Sql> = {
  live: Prisma.sql`EXISTS (${ownPlans} AND ${live})`,
  ended: Prisma.sql`EXISTS (${ownPlans} AND p.status IN ('cancelled', 'lapsed')) AND NOT EXISTS (${ownPlans} AND ${live})`,
  never: Prisma.sql`NOT EXISTS (${ownPlans} AND p.status NOT IN ('pending', 'expired'))`,
};

function conditions({ filters, search }: PeopleQuery): Prisma.Sql {
  const all: Prisma.Sql[] = [search ? searchCondition(search) : Prisma.sql`TRUE`];
  if (filters.since)
    all.push(
      Prisma.sql`EXISTS (SELECT 1 FROM donation d WHERE d.supporter_id = s.id AND d.status = 'paid' AND d.paid_at >= ${startOfLondonDate(filters.since)})`,
    );
  if (filters.total !== null) all.push(Prisma.sql`(SELECT total FROM ${given} AS sums) >= ${filters.total}`);
  if (filters.sponsorship) all.push(sponsorshipConditions[filters.sponsorship]);
  if (filters.giftAid) all.push(Prisma.sql`${hasGiftAid} = ${filters.giftAid === "declared"}`);
  return Prisma.join(all, " AND ");
}

function searchCondition({ reference, stripeId, amount, postcode, text, people }: Search): Prisma.Sql {
  const any: Prisma.Sql[] = [];
  const givers = (where: Prisma.Sql) => any.push(Prisma.sql`s.id IN (SELECT supporter_id FROM donation WHERE ${where})`);
  const sponsors = (where: Prisma.Sql) => any.push(Prisma.sql`s.id IN (SELECT supporter_id FROM plan WHERE ${where})`);
  if (reference) {
    givers(Prisma.sql`reference = ${reference}`);
    sponsors(Prisma.sql`reference = ${reference}`);
  }
  if (stripeId) {
    for (const column of ["payment_intent", "charge", "checkout_session", "invoice"])
      givers(Prisma.sql`${Prisma.raw(`stripe_${column}_id`)} = ${stripeId}`);
    for (const column of ["customer", "subscription", "checkout_session"])
      sponsors(Prisma.sql`${Prisma.raw(`stripe_${column}_id`)} = ${stripeId}`);
  }
  if (amount !== null) givers(Prisma.sql`gift_pence + cover_pence = ${amount}`);
  if (postcode) {
    const declarations = Prisma.sql`
      (SELECT id FROM declaration WHERE postcode = ${postcode} UNION ALL SELECT declaration_id FROM declaration_change WHERE postcode = ${postcode})`;
    givers(Prisma.sql`declaration_id IN ${declarations} OR id IN (SELECT donation_id FROM offline_gift WHERE postcode = ${postcode})`);
    sponsors(Prisma.sql`declaration_id IN ${declarations}`);
    any.push(Prisma.sql`s.id IN (SELECT supporter_id FROM declaration WHERE id IN ${declarations})`);
  }
  if (text !== null && people) any.push(people === "very many" ? holdsText("supporter s", text) : Prisma.sql`s.id = ANY (${people.ids})`);
  return Prisma.sql`(${Prisma.join(any, " OR ")})`;
}

const pageSize = 50;

/**
 * A page of people, who came last first.
 * @param page `after`: the last row of the page before; `isLast`: the last page, whatever `after` says
 */
export async function listPeople(
  query: PeopleQuery,
  page: { after: Cursor | null; isLast?: boolean; size?: number },
): Promise<{ rows: PersonRow[]; next: Cursor | null }> {
  const { after, isLast = false, size = pageSize } = page;
  const beyond = after && !isLast ? Prisma.sql`AND (s.created_at, s.id) < (${after.at}, ${after.id})` : Prisma.empty;
  const direction = isLast ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const order = Prisma.sql`ORDER BY s.created_at ${direction}, s.id ${direction}`;
  const found = await db.$queryRaw<PersonRow[]>`
    SELECT s.id, s.created_at AS at, concat_ws(' ', nullif(s.first_name, ''), nullif(s.last_name, '')) AS name, coalesce(s.email, '') AS email,
      sums.gifts, sums.total, sums.restricted, sums.last AS "lastGiftAt", (SELECT count(*)::int FROM plan p WHERE p.supporter_id = s.id AND ${live}) AS sponsorships,
      ${hasGiftAid} AS "hasGiftAid"
    FROM (SELECT * FROM supporter s WHERE ${conditions(query)} ${beyond} ${order} LIMIT ${size + 1}) s
    CROSS JOIN LATERAL ${given} AS sums ${order}`;
  if (isLast) return { rows: found.slice(0, size).toReversed(), next: null };
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: found.length > size && last ? { at: last.at, id: last.id } : null };
}

/** How many people, and what they gave to unrestricted and to restricted funds. Null where more would have to be gone through than the limit. */
export async function sumPeople(query: PeopleQuery, limit: number | null): Promise<({ people: number } & Record<FundKind, Pence>) | null> {
  const narrow = query.search ? searchCondition(query.search) : Prisma.sql`TRUE`;
  if (limit !== null) {
    const [looked] = await db.$queryRaw<{ people: number }[]>`
      SELECT count(*)::int AS people FROM (SELECT FROM supporter s WHERE ${narrow} LIMIT ${limit + 1}) s`;
    if (!looked || looked.people > limit) return null;
  }
  const [row] = await db.$queryRaw<{ people: number; unrestricted: number; restricted: number }[]>`
    SELECT count(*)::int AS people, coalesce(sum(sums.total - sums.restricted), 0)::float8 AS unrestricted,
      coalesce(sum(sums.restricted), 0)::float8 AS restricted
    FROM (SELECT s.id FROM supporter s WHERE ${conditions(query)}) s CROSS JOIN LATERAL ${given} AS sums`;
  return { people: row?.people ?? 0, unrestricted: pence(row?.unrestricted ?? 0), restricted: pence(row?.restricted ?? 0) };
}

/** What one person gave: paid donations, and pence of them less what went back. */
export async function sumPerson(id: string): Promise<{ gifts: number; total: Pence; restricted: Pence }> {
  const [row] = await db.$queryRaw<{ gifts: number; total: number; restricted: number }[]>`
    SELECT sums.gifts, sums.total, sums.restricted FROM supporter s CROSS JOIN LATERAL ${given} AS sums WHERE s.id = ${id}`;
  return { gifts: row?.gifts ?? 0, total: pence(row?.total ?? 0), restricted: pence(row?.restricted ?? 0) };
}

/** Everybody of a list, page by page, in bounded memory. */
export async function* listAllPeople(query: PeopleQuery): AsyncGenerator<PersonRow[]> {
  let after: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(query, { after, size: 1000 });
    yield page.rows;
    after = page.next;
  } while (after);
}
