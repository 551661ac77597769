import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { listWaitingAdjustments } from "../adjustments.server";
import { taxOn, taxToReturnOn } from "../claim-rows";
import { claimYearOf, type ClaimYear } from "../claim-years";
import { listClaimableGifts, streamClaimableGifts, type ClaimableGift } from "./claimable-gifts.server";
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
      for await (const gifts of streamClaimableGifts(tx, londonDate(now()), yearEnd()))
        for (const gift of gifts) count(gift, years, heldBack);
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
  gift: ClaimableGift,
  years: Map<string, ClaimSummary["years"][number]>,
  heldBack: Map<HoldBackReason, ClaimSummary["heldBack"][number]>,
): void {
  if (gift.eligible) {
    const year = claimYearOf(gift.paidOn, yearEnd());
    const sums = years.get(year.to) ?? { ...year, gifts: 0, donatedPence: 0, taxPence: 0 };
    years.set(year.to, { ...sums, gifts: sums.gifts + 1, donatedPence: sums.donatedPence + gift.pence });
    return;
  }
  const { reason } = gift.holdBack;
  const sums = heldBack.get(reason) ?? { reason, gifts: 0, pence: 0 };
  heldBack.set(reason, { reason, gifts: sums.gifts + 1, pence: sums.pence + Math.max(0, gift.pence) });
}

/** Where a list goes on: after this gift. */
export type GiftCursor = { paidAt: Date; donationId: string };

const pageSize = 500;

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
    const filter = cursor ? Prisma.sql`(donation.paid_at, donation.id) > (${cursor.paidAt}, ${cursor.donationId})` : Prisma.sql`true`;
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
