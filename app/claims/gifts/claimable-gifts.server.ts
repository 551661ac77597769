import { Prisma, type OpenGiftState } from "~/../prisma/client/client";
import { config } from "~/platform/config/config.server";
import type { Tx } from "~/platform/database/db.server";
import { startOfLondonDate } from "~/platform/london-dates";
import { cleanDetails, type DonorDetails } from "../claim-fields";
import type { EligibleGift } from "../claim-rows";
import { claimYearOf } from "../claim-years";
import type { HoldBack, HoldBackReason, LeftOutReason } from "./hold-backs";

/** A paid gift that is not wholly claimed: what could be claimed of it, or why not. */
export type ClaimableGift = {
  donationId: string;
  reference: string;
  supporterId: string | null;
  paidOn: string;
  paidAt: Date;
  /** What could be claimed of it if nothing held it back, in pence of the gift. */
  pence: number;
  /** As the donor told name and home; null: there is no declaration for it. */
  told: DonorDetails | null;
  declarationId: string | null;
} & ({ eligible: EligibleGift; holdBack: null } | { eligible: null; holdBack: HoldBack });

type GiftRow = {
  id: string;
  reference: string;
  supporter_id: string | null;
  paid_at: Date;
  paid_on: string;
  pence: number;
  part: number;
  hold_back: Exclude<HoldBackReason, "details" | "too_late"> | null;
  left_out_reason: LeftOutReason | null;
  left_out_note: string | null;
  declaration_id: string | null;
  told_first_name: string | null;
  told_last_name: string | null;
  told_house: string | null;
  told_postcode: string | null;
  is_corrected: boolean;
  first_name: string | null;
  last_name: string | null;
  house: string | null;
  postcode: string | null;
};

/**
 * What is open of each gift, and the declaration that it stands under: the one made with it or its plan while that held, else the latest of
 * its donor's that covers it. The same rule for one gift is in giving/gift-aid/declaration-coverage.ts; tests hold the two together.
 * @param filter which gifts, as a condition on `donation`; `limit` of them, in the order of payment
 */
export function claimableGiftsSql(today: string, filter = Prisma.sql`true`, limit: number | null = null): Prisma.Sql {
  const startOfToday = startOfLondonDate(today);
  const page = limit === null ? Prisma.empty : Prisma.sql`ORDER BY donation.paid_at, donation.id LIMIT ${limit}`;
  const movements = (where: Prisma.Sql) => Prisma.sql`
    SELECT donation_id, sum(pence)::int AS pence, sum(live)::int AS parts FROM (
      SELECT donation_id, donated_pence AS pence, 1 AS live FROM claim_gift WHERE released_at IS NULL AND ${where}
      UNION ALL SELECT donation_id, -donated_pence, 0 FROM claim_adjustment WHERE released_at IS NULL AND ${where}
    ) AS movement GROUP BY donation_id`;
  // Of a few gifts it is looked up one by one; of all it is added up at once.
  const claimed =
    limit === null
      ? Prisma.sql`LEFT JOIN (${movements(Prisma.sql`true`)}) AS claimed ON claimed.donation_id = donation.id`
      : Prisma.sql`LEFT JOIN LATERAL (${movements(Prisma.sql`donation_id = donation.id`)}) AS claimed ON true`;
  return Prisma.sql`
    WITH gift AS MATERIALIZED (
      SELECT donation.id, donation.reference, donation.supporter_id, donation.paid_at, donation.status, donation.declaration_id AS own_declaration_id,
        donation.giver_verified, donation.giver_kind, donation.payment_method, coalesce(plan.agreed_at, donation.paid_at) AS promised_at, coalesce(claimed.parts, 0) AS part,
        donation.gift_pence + donation.cover_pence - donation.refunded_pence - coalesce(claimed.pence, 0) AS pence
      FROM donation ${claimed} LEFT JOIN plan ON plan.id = donation.plan_id
      WHERE donation.paid_at IS NOT NULL AND donation.status IN ('paid', 'refunded', 'disputed', 'charged_back')
        AND (donation.livemode OR ${config.mode !== "live"})
        -- What is wholly claimed has nothing open; what went back after its claim is an adjustment.
        AND (claimed.parts IS NULL OR (donation.status = 'paid'
          AND donation.gift_pence + donation.cover_pence - donation.refunded_pence > claimed.pence))
        AND ${filter}
      ${page}
    ), persons_declaration AS (
      SELECT supporter_id, id AS declaration_id FROM declaration WHERE supporter_id IN (SELECT supporter_id FROM gift)
      UNION SELECT supporter_id, declaration_id FROM donation WHERE declaration_id IS NOT NULL AND supporter_id IN (SELECT supporter_id FROM gift)
      UNION SELECT supporter_id, declaration_id FROM plan WHERE declaration_id IS NOT NULL AND supporter_id IN (SELECT supporter_id FROM gift)
    ), possible AS (
      SELECT gift.id, declaration.id AS declaration_id, declaration.declared_at, declaration.id = gift.own_declaration_id AS is_own,
        declaration.cancelled_at IS NOT NULL AND gift.paid_at >= declaration.cancelled_at AS is_cancelled,
        declaration.id = gift.own_declaration_id OR (declaration.scope <> 'this_gift' AND (gift.paid_at >= declaration.declared_at
          OR (declaration.scope = 'this_future_and_past' AND gift.paid_at >= declaration.declared_at - interval '4 years'))) AS in_scope,
        declaration.id = gift.own_declaration_id OR (declaration.giver_verified AND declaration.declared_at >= gift.promised_at)
          OR (gift.giver_verified AND declaration.declared_at <= gift.paid_at) AS is_theirs
      FROM gift JOIN persons_declaration ON persons_declaration.supporter_id = gift.supporter_id
        JOIN declaration ON declaration.id = persons_declaration.declaration_id
      UNION ALL
      SELECT gift.id, declaration.id, declaration.declared_at, true, declaration.cancelled_at IS NOT NULL AND gift.paid_at >= declaration.cancelled_at,
        true, true
      FROM gift JOIN declaration ON declaration.id = gift.own_declaration_id WHERE gift.supporter_id IS NULL
    ), covering AS (
      SELECT DISTINCT ON (id) id, declaration_id FROM possible WHERE in_scope AND is_theirs AND NOT is_cancelled
      ORDER BY id, is_own DESC, declared_at DESC, declaration_id
    ), near_miss AS (
      SELECT id, bool_or(in_scope AND NOT is_cancelled) AS is_unconfirmed, bool_or(is_cancelled AND in_scope) AS is_cancelled FROM possible GROUP BY id
    )
    SELECT gift.id, gift.reference, gift.supporter_id, gift.paid_at, (gift.paid_at AT TIME ZONE 'Europe/London')::date::text AS paid_on,
      gift.pence::int AS pence, gift.part::int AS part, covering.declaration_id,
      CASE WHEN hold.id IS NOT NULL THEN 'left_out'
        WHEN gift.status = 'disputed' THEN 'disputed' WHEN gift.status = 'charged_back' THEN 'charged_back'
        WHEN gift.status = 'refunded' OR gift.pence <= 0 THEN 'refunded'
        WHEN gift.payment_method = 'voucher' THEN 'voucher' WHEN gift.giver_kind <> 'person' THEN gift.giver_kind::text
        WHEN covering.declaration_id IS NULL THEN CASE WHEN near_miss.is_unconfirmed THEN 'unconfirmed'
          WHEN near_miss.is_cancelled THEN 'cancelled' ELSE 'no_declaration' END
        WHEN gift.paid_at >= ${startOfToday} THEN 'too_new' END AS hold_back,
      hold.reason::text AS left_out_reason, hold.note AS left_out_note, correction.declaration_id IS NOT NULL AS is_corrected,
      told.first_name AS told_first_name, told.last_name AS told_last_name, told.house AS told_house, told.postcode AS told_postcode,
      correction.first_name, correction.last_name, correction.house, correction.postcode
    FROM gift LEFT JOIN covering ON covering.id = gift.id LEFT JOIN near_miss ON near_miss.id = gift.id
      LEFT JOIN claim_hold AS hold ON hold.donation_id = gift.id AND hold.lifted_at IS NULL
      LEFT JOIN declaration ON declaration.id = covering.declaration_id
      LEFT JOIN LATERAL (SELECT first_name, last_name, house, postcode FROM declaration_change
        WHERE declaration_id = covering.declaration_id ORDER BY reported_at DESC LIMIT 1) AS change ON true
      CROSS JOIN LATERAL (SELECT coalesce(change.first_name, declaration.first_name) AS first_name,
        coalesce(change.last_name, declaration.last_name) AS last_name, coalesce(change.house, declaration.house) AS house,
        CASE WHEN change.house IS NULL THEN declaration.postcode ELSE change.postcode END AS postcode) AS told
      LEFT JOIN claim_correction AS correction ON correction.declaration_id = covering.declaration_id
        AND (correction.told_first_name, correction.told_last_name, correction.told_house) = (told.first_name, told.last_name, told.house)
        AND correction.told_postcode IS NOT DISTINCT FROM told.postcode`;
}

const orderByDonor = Prisma.sql`ORDER BY supporter_id, paid_at, id`;
const orderByPayment = Prisma.sql`ORDER BY paid_at, id`;
const batchSize = 500;

/** A row as what it means, on a London date. */
function toClaimableGift(row: GiftRow, today: string, yearEnd: string): ClaimableGift {
  const {
    id: donationId,
    reference,
    supporter_id: supporterId,
    paid_on: paidOn,
    paid_at: paidAt,
    pence,
    declaration_id: declarationId,
  } = row;
  const told = detailsOf(row.told_first_name, row.told_last_name, row.told_house, row.told_postcode);
  const gift = { donationId, reference, supporterId, paidOn, paidAt, pence, told, declarationId };
  const heldBack = (holdBack: HoldBack): ClaimableGift => ({ ...gift, eligible: null, holdBack });
  const year = claimYearOf(paidOn, yearEnd);
  if (row.hold_back === "left_out")
    return heldBack({ reason: "left_out", why: row.left_out_reason ?? "other", note: row.left_out_note ?? "" });
  const isGone = row.hold_back === "refunded" || row.hold_back === "charged_back";
  if (year.deadline < today && !isGone) return heldBack({ reason: "too_late" });
  if (row.hold_back) return heldBack({ reason: row.hold_back });
  if (!told || declarationId === null) throw new Error("a donation is covered by a declaration without name and home");
  const corrected = row.is_corrected ? detailsOf(row.first_name, row.last_name, row.house, row.postcode) : null;
  const cleaned = cleanDetails(corrected ?? told);
  if ("problems" in cleaned) return heldBack({ reason: "details", problems: cleaned.problems });
  const eligible = { donationId, declarationId, part: row.part, pence, paidOn, yearEnd: year.to, details: cleaned.details };
  return { ...gift, eligible, holdBack: null };
}

const detailsOf = (
  firstName: string | null,
  lastName: string | null,
  house: string | null,
  postcode: string | null,
): DonorDetails | null => (firstName === null || lastName === null || house === null ? null : { firstName, lastName, house, postcode });

/**
 * All gifts that are not wholly claimed, donor by donor, a batch at a time: however many there are, few are in memory. The caller's
 * transaction keeps the query open meanwhile.
 */
export async function* streamClaimableGifts(tx: Tx, today: string, yearEnd: string): AsyncGenerator<ClaimableGift[]> {
  await tx.$executeRaw`DECLARE claimable_gift NO SCROLL CURSOR FOR ${claimableGiftsSql(today)} ${orderByDonor}`;
  for (;;) {
    const rows = await tx.$queryRaw<GiftRow[]>`FETCH ${Prisma.raw(String(batchSize))} FROM claimable_gift`;
    if (rows.length === 0) break;
    yield rows.map((row) => toClaimableGift(row, today, yearEnd));
  }
  await tx.$executeRaw`CLOSE claimable_gift`;
}

/** Some gifts that are not wholly claimed, in the order of payment. @param filter a condition on `donation` */
export async function listClaimableGifts(
  tx: Pick<Tx, "$queryRaw">,
  today: string,
  yearEnd: string,
  filter: Prisma.Sql,
  limit: number,
): Promise<ClaimableGift[]> {
  const rows = await tx.$queryRaw<GiftRow[]>`${claimableGiftsSql(today, filter, limit)} ${orderByPayment}`;
  return rows.map((row) => toClaimableGift(row, today, yearEnd));
}

/** Farther than any gift: of what is looked at as of its own day, none is too new. */
const farDay = "2999-12-31";

/** A gift's state whatever the date: "eligible", or why not, apart from "too_new" and "too_late", which its day says. `pence`: what is open of it. */
export type OpenGiftFact = { donationId: string; state: OpenGiftState; paidAt: Date; day: string; pence: number };

/** The states of some gifts. One that is not open is not among them. */
export async function listOpenGiftFacts(tx: Tx, donationIds: string[]): Promise<OpenGiftFact[]> {
  const filter = Prisma.sql`donation.id = ANY (${donationIds})`;
  const rows = await tx.$queryRaw<GiftRow[]>`${claimableGiftsSql(farDay, filter, donationIds.length)}`;
  return rows.map((row) => {
    const { donationId, holdBack, paidAt, paidOn: day, pence } = toClaimableGift(row, row.paid_on, "12-31");
    const state = holdBack?.reason ?? "eligible";
    if (state === "too_new" || state === "too_late") throw new Error("a gift is neither too new nor too late as of its own day");
    return { donationId, state, paidAt, day, pence: Math.max(0, pence) };
  });
}
