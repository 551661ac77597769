import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { pence, subtract, type Pence } from "~/platform/money";
import { isOutage } from "~/platform/payments/stripe.server";
import { givenIn, keptOf, type DonationState } from "../donation";
import { giftAidDue, giftAidOn } from "../gift-aid/gift-aid";
import { settleDonation } from "../payments/sync-donation.server";

/** A gift as its thank-you page shows it: no name, no address. Sums are pence, dates London dates. */
export type ShownGift = {
  state: DonationState;
  reference: string;
  given: Pence;
  cover: Pence;
  refunded: Pence;
  kept: Pence;
  /** Gift Aid that will be claimed now, and what it will be once a Direct Debit has arrived. */
  giftAid: Pence;
  giftAidLater: Pence;
  method: "card" | "bacs_debit" | null;
  agreedOn: string | null;
  paidOn: string | null;
  wantsNews: boolean;
  /** Stripe could not be asked: what is shown may be a little old. */
  unsure: boolean;
};

const settledByNow = new Set<DonationState>(["paid", "refunded", "charged_back"]);

/**
 * The gift behind a thank-you address, settled by asking Stripe: right even when no webhook ever came.
 * @returns null when there is no such gift
 */
export async function showGift(token: string): Promise<ShownGift | null> {
  const known = await db.donation.findUnique({ where: { token }, select: { id: true, state: true } });
  if (!known) return null;
  const unsure = settledByNow.has(known.state) ? false : await stripeIsSilent(known.id);
  const donation = await db.donation.findUniqueOrThrow({ where: { token }, include: { declaration: true } });
  const given = givenIn(donation);
  const kept = keptOf(donation);
  const declared = donation.declaration !== null;
  return {
    state: donation.state,
    reference: donation.reference,
    given,
    cover: pence(donation.coverPence),
    refunded: pence(donation.refundedPence),
    kept,
    giftAid: giftAidDue({ kept, declared, cancelledAt: donation.declaration?.cancelledAt ?? null, paidAt: donation.paidAt }),
    giftAidLater: declared ? giftAidOn(subtract(given, pence(donation.refundedPence))) : pence(0),
    method: donation.method,
    agreedOn: donation.agreedAt && londonDate(donation.agreedAt),
    paidOn: donation.paidAt && londonDate(donation.paidAt),
    wantsNews: donation.wantsNews,
    unsure,
  };
}

async function stripeIsSilent(id: string): Promise<boolean> {
  try {
    await settleDonation(id);
    return false;
  } catch (error) {
    if (isOutage(error)) return true;
    throw error;
  }
}
