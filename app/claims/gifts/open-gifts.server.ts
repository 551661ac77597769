import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { keepFigure } from "~/platform/kept-figure.server";
import { londonDate, startOfLondonDate } from "~/platform/london-dates";
import { listWaitingAdjustments } from "../adjustments.server";
import { taxOn, taxToReturnOn } from "../claim-rows";
import { claimYearOf, type ClaimYear } from "../claim-years";
import { listClaimableGifts, streamClaimableGroups, type ClaimableGift, type ClaimableGifts } from "./claimable-gifts.server";
import type { HoldBackReason } from "./hold-backs";

/** What can be claimed now, and what can't; sums in pence. */
export type ClaimSummary = {
  /** By accounting year, oldest first: the one whose deadline comes first. */
  years: (ClaimYear & { gifts: number; donatedPence: number; taxPence: number })[];
  heldBack: { reason: HoldBackReason; gifts: number; pence: number }[];
  /** What went back after it was claimed, and is taken off the next claim. */
  adjustments: { gifts: number; donatedPence: number; taxPence: number };
};

const defaultYearEnd = "04-05";
/** The last day of the charity’s accounting year: month and day. */
export const yearEnd = (): string => config.charity.giftAid?.yearEnd ?? defaultYearEnd;

/** Adds up everything that is not wholly claimed: what can be claimed by year, and what is held back by reason. */
export async function getClaimSummary(): Promise<ClaimSummary> {
  const years = new Map<string, ClaimSummary["years"][number]>();
  const heldBack = new Map<HoldBackReason, ClaimSummary["heldBack"][number]>();
  const adjustments = await inTransaction(
    async (tx) => {
      years.clear();
      heldBack.clear();
      for await (const groups of streamClaimableGroups(tx, londonDate(now()), yearEnd()))
        for (const group of groups) count(group, years, heldBack);
      return await listWaitingAdjustments(tx);
    },
    { seconds: 60 },
  );
  const donatedPence = adjustments.reduce((sum, { pence }) => sum + pence, 0);
  return {
    years: [...years.values()].map((year) => ({ ...year, taxPence: taxOn(year.donatedPence) })).toSorted((a, b) => (a.to < b.to ? -1 : 1)),
    heldBack: [...heldBack.values()].toSorted((a, b) => b.gifts - a.gifts),
    adjustments: { gifts: adjustments.length, donatedPence, taxPence: taxToReturnOn(donatedPence) },
  };
}

function count(
  { like, gifts, pence }: ClaimableGifts,
  years: Map<string, ClaimSummary["years"][number]>,
  heldBack: Map<HoldBackReason, ClaimSummary["heldBack"][number]>,
): void {
  if (like.eligible) {
    const year = claimYearOf(like.paidOn, yearEnd());
    const sums = years.get(year.to) ?? { ...year, gifts: 0, donatedPence: 0, taxPence: 0 };
    years.set(year.to, { ...sums, gifts: sums.gifts + gifts, donatedPence: sums.donatedPence + pence });
    return;
  }
  const { reason } = like.holdBack;
  const sums = heldBack.get(reason) ?? { reason, gifts: 0, pence: 0 };
  heldBack.set(reason, { reason, gifts: sums.gifts + gifts, pence: sums.pence + pence });
}

/** The same for pages: where it takes long, the last one with its time. What is prepared for a claim is always looked at anew. */
export const getKeptClaimSummary = keepFigure(getClaimSummary, { name: "claim-summary", slowMs: 2000, patienceMs: 2000 });

/** Where a list goes on: after this gift. */
export type GiftCursor = { paidAt: Date; donationId: string };

const pageSize = 500;

/** Somebody's of whom there is any declaration. */
const isDeclared = Prisma.sql`(donation.declaration_id IS NOT NULL
  OR EXISTS (SELECT FROM declaration WHERE declaration.supporter_id = donation.supporter_id)
  OR EXISTS (SELECT FROM donation other WHERE other.supporter_id = donation.supporter_id AND other.declaration_id IS NOT NULL)
  OR EXISTS (SELECT FROM plan WHERE plan.supporter_id = donation.supporter_id AND plan.declaration_id IS NOT NULL))`;

/**
 * What is true of all gifts that are wanted, and of as few others as can be told quickly: those that are not wanted are left out later.
 * A year's deadline is four years after its end, so a gift's is four to five years after it.
 */
function roughly(wanted: HoldBackReason | "eligible" | null, today: string): Prisma.Sql {
  const since = Prisma.sql`donation.paid_at >= ${startOfLondonDate(today)}::timestamptz - interval '5 years 2 days'`;
  switch (wanted) {
    case "eligible":
    case "details":
      return Prisma.sql`${since} AND ${isDeclared}`;
    case "unconfirmed":
    case "cancelled":
      return isDeclared;
    case "too_late":
      return Prisma.sql`donation.paid_at < ${startOfLondonDate(today)}::timestamptz - interval '4 years' + interval '2 days'`;
    case "too_new":
      return Prisma.sql`donation.paid_at >= ${startOfLondonDate(today)}`;
    case "left_out":
      return Prisma.sql`donation.id IN (SELECT donation_id FROM claim_hold WHERE lifted_at IS NULL)`;
    case "disputed":
    case "charged_back":
      return Prisma.sql`donation.status = ${wanted}::donation_status`;
    case "refunded":
      return Prisma.sql`(donation.status = 'refunded' OR donation.refunded_pence > 0)`;
    case "voucher":
      return Prisma.sql`donation.payment_method = 'voucher'`;
    case "several":
    case "organisation":
      return Prisma.sql`donation.giver_kind = ${wanted}::giver_kind`;
    case "no_declaration":
    case null:
      return Prisma.sql`true`;
  }
}

/**
 * Gifts that can be claimed, each as told and as HMRC will have it, or those that are held back, each with why; in the order of payment.
 * @param options `reason`: only those held back for it; `after`: the last gift of the page before
 * @returns `next`: where the list goes on; null: this is its end
 */
export async function listOpenGifts({
  kind,
  reason = null,
  after = null,
  limit = 50,
}: {
  kind: "eligible" | "held-back";
  reason?: HoldBackReason | null;
  after?: GiftCursor | null;
  limit?: number;
}): Promise<{ gifts: ClaimableGift[]; next: GiftCursor | null }> {
  const found: ClaimableGift[] = [];
  for (let cursor = after; ;) {
    const rough = roughly(kind === "eligible" ? kind : reason, londonDate(now()));
    const filter = cursor ? Prisma.sql`${rough} AND (donation.paid_at, donation.id) > (${cursor.paidAt}, ${cursor.donationId})` : rough;
    const page = await listClaimableGifts(db, londonDate(now()), yearEnd(), filter, pageSize);
    for (const gift of page) {
      const isWanted =
        kind === "eligible" ? gift.eligible !== null : gift.holdBack !== null && (reason === null || gift.holdBack.reason === reason);
      if (!isWanted) continue;
      if (found.length === limit) {
        const last = found.at(-1);
        return { gifts: found, next: last ? { paidAt: last.paidAt, donationId: last.donationId } : null };
      }
      found.push(gift);
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return { gifts: found, next: null };
    cursor = { paidAt: last.paidAt, donationId: last.donationId };
  }
}
