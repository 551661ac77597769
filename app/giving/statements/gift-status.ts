import { add, pence, poundsShort, zero, type Pence } from "~/platform/money";
import { keptOf, type DonationState } from "../donation";
import { giftAidOn } from "../gift-aid/gift-aid";

/** What became of a gift, for the person who gave it. */
export function happenedWith(gift: { state: DonationState; refundedPence: number }): string {
  switch (gift.state) {
    case "paid":
      return gift.refundedPence > 0 ? `Paid, and ${poundsShort(pence(gift.refundedPence))} sent back to you` : "Paid";
    case "collecting":
      return "On its way from your bank";
    case "failed":
      return "Your bank said no: nothing was taken";
    case "refunded":
      return "Sent back to you";
    case "disputed":
      return "Your bank holds it while it looks into it";
    case "charged_back":
      return "Returned to you by your bank";
    case "pending":
    case "expired":
      return "Not finished: nothing was taken";
  }
}

type Counted = { state: DonationState; giftPence: number; coverPence: number; refundedPence: number; declared: boolean };

/** All that somebody gave and that did not go back, and the Gift Aid on it. */
export function sumsOf(gifts: readonly Counted[]): { kept: Pence; giftAid: Pence } {
  const kept = gifts.map((gift) => ({ kept: keptOf(gift), declared: gift.declared }));
  return {
    kept: add(zero, ...kept.map((each) => each.kept)),
    giftAid: add(zero, ...kept.map((each) => (each.declared ? giftAidOn(each.kept) : zero))),
  };
}
