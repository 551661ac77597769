import type { UnconfirmedGift } from "~/giving/gift-aid/confirm-gift.server";
import { formatLondonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";

/** A gift that its giver has not said is theirs, in words. */
export const confirmableGiftText = ({ reference, totalPence, name, paidOn }: UnconfirmedGift): string =>
  `${reference}, ${formatPounds(pence(totalPence))} on ${formatLondonDate(paidOn)}, by the form of ${name || "no name"}`;
