import type { ClaimableGift } from "~/claims/gifts/claimable-gifts.server";
import { describeHoldBack, holdBackLabels, type HoldBackAction, type HoldBackReason } from "~/claims/gifts/hold-backs";
import { getSummaryForPage, listOpenGifts, type GiftCursor } from "~/claims/gifts/open-gifts.server";
import { findWaitingClaim, sumClaimable } from "~/claims/watch-claims.server";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { addDays, formatLondonDate, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { formatCursor, parseCursor } from "~/desk/lists/keyset";
import { homeText } from "./claim-page.server";

const pounds = (sum: number): string => formatPounds(pence(sum));
/** Fewer days before a year's deadline it is marked. */
const nearDays = 60;

const countGifts = (count: number): string => (count === 1 ? "1 donation" : `${count.toLocaleString("en-GB")} donations`);

/** Where a list goes on; what is no cursor begins anew. */
function toGiftCursor(text: string | null): GiftCursor | null {
  const cursor = parseCursor(text);
  return cursor && { paidAt: cursor.at, donationId: cursor.id };
}

/** What the way to a gift is called, by what can be done there. */
const actionLabels: Record<HoldBackAction, string | null> = {
  ask_for_declaration: "Ask the donor, or exclude it",
  correct: "Put it right",
  lift: "Let it be claimed again",
  wait: null,
  none: null,
};

/** A gift as a list shows it. */
const toGiftView = (gift: ClaimableGift, donorName: string) => {
  const { eligible, told } = gift;
  const sent = eligible && {
    name: [eligible.details.title, eligible.details.firstName, eligible.details.lastName].filter(Boolean).join(" "),
    home: homeText(eligible.details),
  };
  return {
    id: gift.donationId,
    reference: gift.reference,
    date: formatLondonDate(gift.paidOn),
    sum: pounds(Math.max(0, gift.pence)),
    name: told ? [told.firstName, told.lastName].filter(Boolean).join(" ") : donorName,
    home: told ? homeText(told) : "",
    sent,
    why: gift.holdBack ? describeHoldBack(gift.holdBack).text : null,
    whatNext: gift.holdBack ? actionLabels[describeHoldBack(gift.holdBack).action] : null,
  };
};

/**
 * What can be claimed, by accounting year, and a page of the gifts that can or can't be.
 * @param asked `show`: "ready", or why gifts are held back; all that are held back otherwise
 */
export async function getOverview(asked: { show: string | null; after: string | null }) {
  const reason = (Object.keys(holdBackLabels) as HoldBackReason[]).find((each) => each === asked.show) ?? null;
  const isReady = asked.show === "ready";
  const [summary, list, waiting] = await Promise.all([
    getSummaryForPage(),
    listOpenGifts({ kind: isReady ? "eligible" : "held-back", reason, after: toGiftCursor(asked.after) }),
    findWaitingClaim(),
  ]);
  const today = londonDate(now());
  const { gifts, taxPence } = sumClaimable(summary);
  const givers = await db.donation.findMany({
    where: { id: { in: list.gifts.map(({ donationId }) => donationId) } },
    select: { id: true, firstName: true, lastName: true },
  });
  const names = new Map(givers.map(({ id, firstName, lastName }) => [id, [firstName, lastName].filter(Boolean).join(" ")]));
  return {
    hasSettings: config.charity.giftAid !== null,
    sum: pounds(Math.max(0, taxPence - summary.adjustments.taxPence)),
    isAny: gifts > 0,
    isBehind: summary.isBehind,
    count: countGifts(gifts),
    years: summary.years.map((year) => ({
      key: year.to,
      title: `${formatLondonDate(year.from)} to ${formatLondonDate(year.to)}`,
      gifts: countGifts(year.gifts),
      given: pounds(year.donatedPence),
      tax: pounds(year.taxPence),
      deadline: formatLondonDate(year.deadline),
      isNear: year.deadline <= addDays(today, nearDays),
    })),
    adjustments:
      summary.adjustments.gifts > 0 ? { gifts: countGifts(summary.adjustments.gifts), tax: pounds(summary.adjustments.taxPence) } : null,
    heldBack: summary.heldBack.map((each) => ({
      reason: each.reason,
      label: holdBackLabels[each.reason],
      gifts: each.gifts.toLocaleString("en-GB"),
      sum: pounds(each.pence),
    })),
    waiting,
    show: isReady ? "ready" : (reason ?? ""),
    title: isReady ? "Ready to be claimed" : reason ? holdBackLabels[reason] : "Held back",
    gifts: list.gifts.map((gift) => toGiftView(gift, names.get(gift.donationId) ?? "")),
    after: list.next && formatCursor({ at: list.next.paidAt, id: list.next.donationId }),
  };
}
