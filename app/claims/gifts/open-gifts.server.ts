import { Prisma, type OpenGiftState } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { keepFigure } from "~/platform/kept-figure.server";
import { addDays, londonDate, startOfLondonDate } from "~/platform/london-dates";
import { listWaitingAdjustments, type WaitingAdjustment } from "../adjustments.server";
import { taxOn, taxToReturnOn } from "../claim-rows";
import { claimYearOf, type ClaimYear } from "../claim-years";
import { listClaimableGifts, type ClaimableGift } from "./claimable-gifts.server";
import type { HoldBackReason } from "./hold-backs";
import { refreshFewOpenGifts, refreshOpenGifts } from "./open-gift-states.server";

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

/** Adds up everything that is not wholly claimed, once what changed was looked at: what can be claimed by year, and what is held back by reason. */
export async function getClaimSummary(): Promise<ClaimSummary> {
  await refreshOpenGifts();
  return await sumOpenGifts(await listWaitingAdjustments(db));
}

/** For which all gifts that were ever claimed are gone through: a page waits for it where that is quick, or the first time. */
const getKeptAdjustments = keepFigure(() => listWaitingAdjustments(db), { name: "waiting-adjustments", slowMs: 500, patienceMs: 2000 });

/** The same for a page, which waits for a few changes only. `isBehind`: more have happened since than are counted in it. */
export async function getSummaryForPage(): Promise<ClaimSummary & { isBehind: boolean }> {
  const asked = now();
  const [areMarksLeft, adjustments] = await Promise.all([refreshFewOpenGifts(), getKeptAdjustments()]);
  const isBehind = areMarksLeft || adjustments === null || adjustments.at < asked;
  return { ...(await sumOpenGifts(adjustments?.figure ?? [])), isBehind };
}

async function sumOpenGifts(adjustments: readonly WaitingAdjustment[]): Promise<ClaimSummary> {
  const today = londonDate(now());
  const years = new Map<string, ClaimSummary["years"][number]>();
  const heldBack = new Map<HoldBackReason, ClaimSummary["heldBack"][number]>();
  const totals = await db.$queryRaw<{ day: string; state: OpenGiftState; gifts: number; pence: number }[]>`
    SELECT day::text AS day, state, gifts, pence::float8 AS pence FROM open_gift_total WHERE gifts > 0`;
  for (const { day, state, gifts, pence } of totals) {
    const found = stateOn(day, state, today, yearEnd());
    if (found === "eligible") {
      const year = claimYearOf(day, yearEnd());
      const sums = years.get(year.to) ?? { ...year, gifts: 0, donatedPence: 0, taxPence: 0 };
      years.set(year.to, { ...sums, gifts: sums.gifts + gifts, donatedPence: sums.donatedPence + pence });
    } else {
      const sums = heldBack.get(found) ?? { reason: found, gifts: 0, pence: 0 };
      heldBack.set(found, { reason: found, gifts: sums.gifts + gifts, pence: sums.pence + pence });
    }
  }
  const donatedPence = adjustments.reduce((sum, { pence }) => sum + pence, 0);
  return {
    years: [...years.values()].map((year) => ({ ...year, taxPence: taxOn(year.donatedPence) })).toSorted((a, b) => (a.to < b.to ? -1 : 1)),
    heldBack: [...heldBack.values()].toSorted((a, b) => b.gifts - a.gifts),
    adjustments: { gifts: adjustments.length, donatedPence, taxPence: taxToReturnOn(donatedPence) },
  };
}

/** Where a list goes on: after this gift. */
export type GiftCursor = { paidAt: Date; donationId: string };

/** States that a gift keeps however old it is; of the others it is too late once its year's deadline has passed. */
const lasting: readonly OpenGiftState[] = ["left_out", "refunded", "charged_back"];
/** States of gifts that can be claimed, or could if name and home were put right: not on the day itself. */
const claimable: readonly OpenGiftState[] = ["eligible", "details"];

/** What a stored state says on a London date of a gift of some day. The same rule for one gift: toClaimableGift in claimable-gifts.server.ts. */
function stateOn(day: string, state: OpenGiftState, today: string, lastDay: string): HoldBackReason | "eligible" {
  if (lasting.includes(state)) return state;
  if (claimYearOf(day, lastDay).deadline < today) return "too_late";
  return claimable.includes(state) && day >= today ? "too_new" : state;
}

/** The first day of which gifts can still be claimed on a London date. */
function firstOpenDay(today: string, lastDay: string): string {
  let { from } = claimYearOf(today, lastDay);
  for (;;) {
    const before = claimYearOf(addDays(from, -1), lastDay);
    if (before.deadline < today) return from;
    ({ from } = before);
  }
}

/** Which stored gifts are what is wanted on a London date: as a condition that an index of theirs finds. */
function whereWanted(wanted: HoldBackReason | "eligible" | null, today: string): Prisma.Sql {
  const inTime = Prisma.sql`paid_at >= ${startOfLondonDate(firstOpenDay(today, yearEnd()))}::timestamptz`;
  const fromToday = Prisma.sql`paid_at >= ${startOfLondonDate(today)}::timestamptz`;
  const states = (list: readonly OpenGiftState[]) => Prisma.sql`state = ANY (${list}::open_gift_state[])`;
  if (wanted === "too_late") return Prisma.sql`NOT ${inTime} AND NOT ${states(lasting)}`;
  if (wanted === "too_new") return Prisma.sql`${fromToday} AND ${states(claimable)}`;
  if (wanted === null) return Prisma.sql`NOT (state = 'eligible' AND ${inTime} AND NOT ${fromToday})`;
  const isWanted = Prisma.sql`state = ${wanted}::open_gift_state`;
  if (lasting.includes(wanted)) return isWanted;
  return claimable.includes(wanted) ? Prisma.sql`${isWanted} AND ${inTime} AND NOT ${fromToday}` : Prisma.sql`${isWanted} AND ${inTime}`;
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
  await refreshFewOpenGifts();
  const today = londonDate(now());
  const wanted = whereWanted(kind === "eligible" ? kind : reason, today);
  const onwards = after ? Prisma.sql`AND (paid_at, donation_id) > (${after.paidAt}, ${after.donationId})` : Prisma.empty;
  const page = await db.$queryRaw<GiftCursor[]>`
    SELECT donation_id AS "donationId", paid_at AS "paidAt" FROM open_gift WHERE ${wanted} ${onwards} ORDER BY paid_at, donation_id LIMIT ${limit + 1}`;
  const shown = page.slice(0, limit);
  const filter = Prisma.sql`donation.id = ANY (${shown.map(({ donationId }) => donationId)})`;
  // What is shown is as of now; what is not wanted any more since its state was stored is left out.
  const gifts = (await listClaimableGifts(db, today, yearEnd(), filter, limit)).filter(({ eligible, holdBack }) =>
    kind === "eligible" ? eligible !== null : holdBack !== null && (reason === null || holdBack.reason === reason),
  );
  return { gifts, next: page.length > limit ? (shown.at(-1) ?? null) : null };
}
