import { add, pence, formatPoundsShort, zero, type Pence } from "~/platform/money";
import { netOf, type DonationStatus } from "../donation";
import { giftAidOn } from "../gift-aid/gift-aid";

/** What became of a gift, for the person who gave it. */
export function giftStatusText(gift: { status: DonationStatus; refundedPence: number }): string {
  switch (gift.status) {
    case "paid":
      return gift.refundedPence > 0 ? `Paid, and ${formatPoundsShort(pence(gift.refundedPence))} sent back to you` : "Paid";
    case "collecting":
      return "On its way from your bank";
    case "failed":
      return "Payment didn’t go through: nothing was taken";
    case "refunded":
      return "Refunded to you";
    case "disputed":
      return "Your bank holds it while it looks into it";
    case "charged_back":
      return "Returned to you by your bank";
    case "pending":
    case "expired":
    case "void":
      return "Not finished: nothing was taken";
  }
}

type CountableGift = { status: DonationStatus; giftPence: number; coverPence: number; refundedPence: number; hasGiftAid: boolean };

/** All that somebody gave and that did not go back, and the Gift Aid on it. */
export function giftTotals(gifts: readonly CountableGift[]): { net: Pence; giftAid: Pence } {
  const nets = gifts.map((gift) => ({ net: netOf(gift), hasGiftAid: gift.hasGiftAid }));
  return {
    net: add(zero, ...nets.map((each) => each.net)),
    giftAid: add(zero, ...nets.map((each) => (each.hasGiftAid ? giftAidOn(each.net) : zero))),
  };
}
