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
 * What was given in each of some spans, in one pass over the donations: they are counted between all days at which a span begins or ends,
 * and each span adds up its pieces.
 */
export async function sumGiven(spans: readonly Dates[]): Promise<Given[]> {
  if (spans.length === 0) return [];
  const edges = [...new Set(spans.flatMap((span) => [startOf(span).getTime(), endOf(span).getTime()]))].toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const rows = await db.$queryRaw<{ piece: number; isPlan: boolean; restricted: boolean; net: number }[]>`
    SELECT width_bucket(paid_at, ${edges.map((edge) => new Date(edge))}::timestamptz[]) AS piece, plan_id IS NOT NULL AS "isPlan",
      fund_id IN (SELECT id FROM fund WHERE restricted) AS restricted,
      sum(gift_pence + cover_pence - refunded_pence)::float8 AS net
    FROM donation WHERE paid_at >= ${new Date(first)} AND paid_at < ${new Date(last)} AND status = 'paid' GROUP BY 1, 2, 3`;
  return spans.map((span) => {
    // Piece n lies between the edges n - 1 and n.
    const [from, to] = [edges.indexOf(startOf(span).getTime()), edges.indexOf(endOf(span).getTime())];
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

const countPlans = (spans: readonly Dates[]) => db.$queryRaw<Omit<Figures, keyof Given>[]>`
  SELECT
    (SELECT count(*)::int FROM plan p WHERE coalesce(p.agreed_at, p.created_at) >= span.since AND coalesce(p.agreed_at, p.created_at) < span.until
      AND p.status NOT IN ('pending', 'expired')) AS begun,
    (SELECT count(*)::int FROM plan p WHERE p.ended_at >= span.since AND p.ended_at < span.until AND p.status IN ('cancelled', 'lapsed')) AS ended,
    (SELECT count(DISTINCT plan_id)::int FROM plan_change c JOIN plan p ON p.id = c.plan_id
      WHERE p.status NOT IN ('pending', 'expired') AND c.kind = 'status' AND c.new_value = 'late'
      AND c.changed_at >= span.since AND c.changed_at < span.until) AS failed,
    (SELECT count(DISTINCT plan_id)::int FROM plan_change c JOIN plan p ON p.id = c.plan_id
      WHERE p.status NOT IN ('pending', 'expired') AND c.kind = 'status' AND c.old_value = 'late' AND c.new_value = 'active'
      AND c.changed_at >= span.since AND c.changed_at < span.until) AS recovered
  FROM unnest(${spans.map(startOf)}::timestamptz[], ${spans.map(endOf)}::timestamptz[]) WITH ORDINALITY AS span (since, until, place)
  ORDER BY span.place`;
