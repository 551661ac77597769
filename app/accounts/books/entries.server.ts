import { Prisma } from "~/../prisma/client/client";
import { offlineMethods } from "~/giving/payment-methods";
import { db } from "~/platform/database/db.server";
import type { Cash, EntryKind, EntrySum } from "./ledger";
import type { Period } from "./periods";

const london = (instant: Prisma.Sql) => Prisma.sql`(${instant} AT TIME ZONE 'Europe/London')::date`;
const isOffline = Prisma.sql`d.payment_method::text = ANY (${[...offlineMethods]})`;
/** What is not known yet came by card. */
const isOnline = Prisma.sql`(d.payment_method IS NULL OR NOT ${isOffline})`;
const wasPaid = Prisma.sql`d.paid_at IS NOT NULL AND d.status IN ('paid', 'refunded', 'disputed', 'charged_back')`;
const given = Prisma.sql`d.gift_pence + d.cover_pence`;
const onceOrPlan = Prisma.sql`CASE WHEN d.plan_id IS NULL THEN 'gift' ELSE 'plan' END`;
const ofGift = Prisma.sql`d.fund_id, d.id AS donation_id, NULL AS payout_id, NULL AS claim_id, d.reference AS words`;
const hasNoLine = (kind: string, of: Prisma.Sql) =>
  Prisma.sql`NOT EXISTS (SELECT FROM balance_transaction t WHERE t.kind = ${kind}::balance_transaction_kind AND ${of})`;

/** Movements of Stripe's balance: with their gift where it is known, on its day; fees by themselves; payouts on the bank's day. */
const movements = Prisma.sql`
  SELECT t.id || part.name AS id, part.date, part.kind, 'stripe' AS cash, coalesce(d.fund_id, 'general-fund') AS fund_id, t.donation_id,
    CASE WHEN t.kind IN ('payout', 'payout_reversal') THEN t.source_id END AS payout_id, NULL AS claim_id,
    coalesce(d.reference, t.description, t.category) AS words, part.pence
  FROM balance_transaction t
  LEFT JOIN donation d ON d.id = t.donation_id
  LEFT JOIN payout p ON t.kind = 'payout' AND p.id = t.source_id
  LEFT JOIN bank_line b ON b.payout_id = p.id
  CROSS JOIN LATERAL (
    SELECT coalesce(b.date, p.arrives_on, ${london(Prisma.sql`CASE WHEN t.kind = 'charge' THEN coalesce(d.paid_at, t.created_at) ELSE t.created_at END`)}) AS date
  ) AS day
  CROSS JOIN LATERAL (
    SELECT '' AS name, day.date, t.pence, CASE
      WHEN t.kind IN ('payout', 'payout_reversal') THEN 'payout'
      WHEN t.kind = 'fee' THEN 'fee'
      WHEN d.id IS NULL THEN 'other'
      WHEN t.kind IN ('refund', 'refund_failure') THEN 'refund'
      WHEN t.kind IN ('dispute', 'dispute_reversal') THEN 'dispute'
      WHEN t.kind IN ('charge', 'charge_failure') THEN ${onceOrPlan}
      ELSE 'other' END AS kind
    UNION ALL SELECT '-fee', day.date, -t.fee_pence, 'fee'
  ) AS part`;

/** What is known of gifts of which no line of Stripe's is known yet, or was ever kept: the same sums on the same days. */
const ownRecords = Prisma.sql`
  SELECT d.id, ${london(Prisma.sql`d.paid_at`)} AS date, part.kind, 'stripe' AS cash, ${ofGift}, part.pence
  FROM donation d
  CROSS JOIN LATERAL (
    SELECT ${onceOrPlan} AS kind, ${given} AS pence
    UNION ALL SELECT 'fee', -coalesce(d.fee_pence, 0)
  ) AS part
  WHERE ${wasPaid} AND ${isOnline} AND ${hasNoLine("charge", Prisma.sql`t.donation_id = d.id`)}
  UNION ALL
  SELECT r.id, ${london(Prisma.sql`r.refunded_at`)}, 'refund', 'stripe', ${ofGift}, -r.pence
  FROM refund r JOIN donation d ON d.id = r.donation_id
  WHERE ${isOnline} AND r.status NOT IN ('failed', 'canceled') AND ${hasNoLine("refund", Prisma.sql`t.source_id = r.id`)}
  UNION ALL
  SELECT x.id, ${london(Prisma.sql`x.opened_at`)}, 'dispute', 'stripe', ${ofGift}, -x.pence
  FROM dispute x JOIN donation d ON d.id = x.donation_id
  WHERE ${isOnline} AND x.status IN ('needs_response', 'under_review', 'lost') AND ${hasNoLine("dispute", Prisma.sql`t.source_id = x.id`)}
  UNION ALL
  -- Of a gift that is forgotten only sums are left, and its day.
  SELECT d.id, ${london(Prisma.sql`d.paid_at`)}, part.kind, 'stripe', ${ofGift}, part.pence
  FROM donation d
  CROSS JOIN LATERAL (
    SELECT 'refund' AS kind, -d.refunded_pence AS pence WHERE ${hasNoLine("refund", Prisma.sql`t.donation_id = d.id`)}
    UNION ALL
    SELECT 'dispute', d.refunded_pence - (${given})
    WHERE d.status IN ('disputed', 'charged_back') AND ${hasNoLine("dispute", Prisma.sql`t.donation_id = d.id`)}
  ) AS part
  WHERE ${wasPaid} AND ${isOnline} AND d.forgotten_at IS NOT NULL`;

/** Gifts by cheque, cash and so on, and what of them went back. */
const offlineGifts = Prisma.sql`
  SELECT d.id, part.date, part.kind, 'bank' AS cash, ${ofGift}, part.pence
  FROM donation d
  CROSS JOIN LATERAL (
    SELECT ${london(Prisma.sql`d.paid_at`)} AS date, 'offline' AS kind, ${given} AS pence
    UNION ALL
    SELECT coalesce((SELECT ${london(Prisma.sql`max(c.changed_at)`)} FROM offline_gift_change c WHERE c.donation_id = d.id AND c.kind = 'refunded'),
      ${london(Prisma.sql`d.paid_at`)}), 'refund', -d.refunded_pence
  ) AS part
  WHERE ${wasPaid} AND ${isOffline}`;

/** What HMRC paid, on the day of the bank: a quarter of the gifts of each fund, and what is left in the general one. */
const giftAid = Prisma.sql`
  SELECT c.id || share.fund_id AS id, c.paid_on AS date, 'gift_aid' AS kind, 'bank' AS cash, share.fund_id, NULL AS donation_id, NULL AS payout_id,
    c.id AS claim_id, c.number AS words, share.pence
  FROM claim c
  CROSS JOIN LATERAL (
    WITH restricted AS (
      SELECT d.fund_id, sum(part.pence)::bigint / 4 AS pence
      FROM (
        SELECT g.donation_id, g.donated_pence AS pence FROM claim_gift g JOIN claim_row r ON r.id = g.row_id
        WHERE r.claim_id = c.id AND g.released_at IS NULL
        UNION ALL
        SELECT a.donation_id, -a.donated_pence FROM claim_adjustment a WHERE a.claim_id = c.id AND a.released_at IS NULL
      ) AS part JOIN donation d ON d.id = part.donation_id
      WHERE d.fund_id <> 'general-fund' AND c.forgotten_at IS NULL GROUP BY d.fund_id
      UNION ALL SELECT kept.key, kept.value::bigint FROM jsonb_each_text(c.tax_by_fund) AS kept
    )
    SELECT fund_id, pence FROM restricted
    UNION ALL SELECT 'general-fund', c.paid_pence - coalesce((SELECT sum(pence) FROM restricted), 0)::bigint
  ) AS share
  WHERE c.status = 'paid' AND c.paid_on IS NOT NULL`;

const within = ({ from, to }: Period, fundId: string | null, kind: EntryKind | null) => Prisma.sql`
  pence <> 0 AND date BETWEEN ${from}::date AND ${to}::date
  ${fundId === null ? Prisma.empty : Prisma.sql`AND fund_id = ${fundId}`} ${kind === null ? Prisma.empty : Prisma.sql`AND kind = ${kind}`}`;

const entries = Prisma.sql`
  SELECT id, date, kind, cash, fund_id, donation_id, payout_id, claim_id, words, pence::bigint FROM (
    ${movements} UNION ALL ${ownRecords} UNION ALL ${offlineGifts} UNION ALL ${giftAid}
  ) AS every`;

/** The sums of a time by month (YYYY-MM, London's), kind and fund. @param fundId of one fund; null: of all */
export async function sumEntries(period: Period, fundId: string | null = null): Promise<(EntrySum & { month: string })[]> {
  const rows = await db.$queryRaw<{ month: string; kind: EntryKind; cash: Cash; fund_id: string; pence: bigint }[]>`
    SELECT to_char(date, 'YYYY-MM') AS month, kind, cash, fund_id, sum(pence)::bigint AS pence
    FROM (${entries}) AS entry WHERE ${within(period, fundId, null)}
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
  return rows.map(({ month, kind, cash, fund_id: fund, pence }) => ({ month, kind, cash, fundId: fund, pence: Number(pence) }));
}

export type Entry = {
  id: string;
  /** YYYY-MM-DD. */
  date: string;
  kind: EntryKind;
  cash: Cash;
  fundId: string;
  donationId: string | null;
  payoutId: string | null;
  claimId: string | null;
  /** The gift's reference, the claim's number, or Stripe's words. */
  words: string;
  pence: number;
};

/** The rows behind a sum, by day. @param skip how many to leave out before them */
export async function listEntries(
  period: Period,
  { fundId, kind, limit, skip }: { fundId: string | null; kind: EntryKind | null; limit: number; skip: number },
): Promise<Entry[]> {
  const rows = await db.$queryRaw<(Omit<Entry, "pence"> & { pence: bigint })[]>`
    SELECT id, date::text AS date, kind, cash, fund_id AS "fundId", donation_id AS "donationId", payout_id AS "payoutId",
      claim_id AS "claimId", words, pence
    FROM (${entries}) AS entry WHERE ${within(period, fundId, kind)}
    ORDER BY date, kind, id, pence LIMIT ${limit} OFFSET ${skip}`;
  return rows.map((row) => ({ ...row, pence: Number(row.pence) }));
}

/** Gifts of a time that came through Stripe and whose line of Stripe's is not known: they stand in the books by our own record. */
export async function countUnmatched(period: Period): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM donation d
    WHERE ${wasPaid} AND ${isOnline} AND ${hasNoLine("charge", Prisma.sql`t.donation_id = d.id`)}
      AND ${london(Prisma.sql`d.paid_at`)} BETWEEN ${period.from}::date AND ${period.to}::date`;
  return Number(row?.count ?? 0);
}
