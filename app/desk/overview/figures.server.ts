import { Prisma } from "~/../prisma/client/client";
import type { FundKind } from "~/giving/funds/fund";
import { db } from "~/platform/database/db.server";
import { addDays, startOfLondonDate } from "~/platform/london-dates";
import { pence, type Pence } from "~/platform/money";
import type { Dates } from "./spans";

/** Pence that came and stayed, less refunds and without what banks took back: to unrestricted and to restricted funds. */
export type Given = { once: Record<FundKind, Pence>; plans: Record<FundKind, Pence> };
const noPence = { unrestricted: pence(0), restricted: pence(0) };
export const nothingGiven: Given = { once: noPence, plans: noPence };

/** What happened in some days. */
export type Figures = Given & {
  /** Sponsorships that were agreed to, and that ended. */
  begun: number;
  ended: number;
  /** Sponsorships of which a payment failed, and those for which it came after all. */
  failed: number;
  recovered: number;
};

const startOf = ({ from }: Dates): Date => startOfLondonDate(from);
const endOf = ({ to }: Dates): Date => startOfLondonDate(addDays(to, 1));

/**
 * What was given in each of some spans, out of the totals of days: they are added up between all days at which a span begins or ends,
 * and each span adds up its pieces.
 */
export async function sumGiven(spans: readonly Dates[]): Promise<Given[]> {
  if (spans.length === 0) return [];
  const dayAfter = ({ to }: Dates): string => addDays(to, 1);
  const edges = [...new Set(spans.flatMap((span) => [span.from, dayAfter(span)]))].toSorted();
  const rows = await db.$queryRaw<{ piece: number; isPlan: boolean; restricted: boolean; net: number }[]>`
    SELECT width_bucket(day, ${edges}::date[]) AS piece, is_plan AS "isPlan", fund_id IN (SELECT id FROM fund WHERE restricted) AS restricted,
      sum(given_pence - refunded_pence)::float8 AS net
    FROM donation_daily_total WHERE day >= ${edges[0]}::date AND day < ${edges.at(-1)}::date AND status = 'paid' GROUP BY 1, 2, 3`;
  return spans.map((span) => {
    // Piece n lies between the edges n - 1 and n.
    const [from, to] = [edges.indexOf(span.from), edges.indexOf(dayAfter(span))];
    const pieces = rows.filter(({ piece }) => piece > from && piece <= to);
    const sum = (isPlan: boolean, restricted: boolean) =>
      pence(pieces.filter((row) => row.isPlan === isPlan && row.restricted === restricted).reduce((total, { net }) => total + net, 0));
    const byKind = (isPlan: boolean) => ({ unrestricted: sum(isPlan, false), restricted: sum(isPlan, true) });
    return { once: byKind(false), plans: byKind(true) };
  });
}

/** The figures of each of some spans. */
export async function getFigures(spans: readonly Dates[]): Promise<Figures[]> {
  const [given, counts] = await Promise.all([sumGiven(spans), countPlans(spans)]);
  return spans.map((_, index) => ({
    ...(given[index] ?? nothingGiven),
    ...(counts[index] ?? { begun: 0, ended: 0, failed: 0, recovered: 0 }),
  }));
}

/** Plans that were never agreed to: few beside the others, so they are taken out of the rest. */
const neverAgreed = Prisma.sql`(SELECT id FROM plan WHERE status IN ('pending', 'expired'))`;

const countPlans = (spans: readonly Dates[]) => db.$queryRaw<Omit<Figures, "once" | "plans">[]>`
  SELECT
    (SELECT count(*)::int FROM plan p WHERE coalesce(p.agreed_at, p.created_at) >= span.since AND coalesce(p.agreed_at, p.created_at) < span.until
      AND p.status NOT IN ('pending', 'expired')) AS begun,
    (SELECT count(*)::int FROM plan p WHERE p.ended_at >= span.since AND p.ended_at < span.until AND p.status IN ('cancelled', 'lapsed')) AS ended,
    changed.failed, changed.recovered
  FROM unnest(${spans.map(startOf)}::timestamptz[], ${spans.map(endOf)}::timestamptz[]) WITH ORDINALITY AS span (since, until, place)
    CROSS JOIN LATERAL (
      SELECT (count(DISTINCT plan_id) FILTER (WHERE new_value = 'late'))::int AS failed,
        (count(DISTINCT plan_id) FILTER (WHERE old_value = 'late' AND new_value = 'active'))::int AS recovered
      FROM plan_change WHERE kind = 'status' AND changed_at >= span.since AND changed_at < span.until AND plan_id NOT IN ${neverAgreed}) changed
  ORDER BY span.place`;
