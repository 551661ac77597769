import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { pence, subtract, type Pence } from "~/platform/money";
import { impactText, litNights } from "../nights";
import { totalOf, netOf, type DonationStatus } from "../donation";
import type { PaymentMethod } from "../payment-methods";
import { giftAidDue, giftAidOn } from "../gift-aid/gift-aid";
import { askBeforeShowing, mayBeOutdated } from "./thank-you-loading.server";
import { syncDonation } from "../payments/sync-donation.server";

/** A gift as its thank-you page shows it: no name, no address. Sums are pence, dates London dates. */
export type ThankYouView = {
  state: DonationStatus;
  reference: string;
  total: Pence;
  cover: Pence;
  refunded: Pence;
  net: Pence;
  /** Gift Aid that will be claimed now, and what it will be once a Direct Debit has arrived. */
  giftAid: Pence;
  giftAidOncePaid: Pence;
  method: PaymentMethod | null;
  agreedOn: string | null;
  paidOn: string | null;
  wantsNews: boolean;
  /** The appeal that it was given to. */
  appeal: { name: string; slug: string } | null;
  /** What it pays for, in a sentence, and how far it lights each night of a room's week. Null: it was given to an appeal. */
  impact: { text: string; nights: number[] } | null;
  /** Stripe could not be asked this moment: what is shown may be a little old. */
  isUnconfirmed: boolean;
};

const finalStatuses = new Set<DonationStatus>(["paid", "refunded", "charged_back", "void"]);

/**
 * The gift behind a thank-you address, settled by asking Stripe: right even when no webhook ever came.
 * @returns null when there is no such gift
 */
export async function getThankYouView(token: string): Promise<ThankYouView | null> {
  const existing = await db.donation.findUnique({ where: { token }, select: { id: true, status: true } });
  if (!existing) return null;
  const { id } = existing;
  const asked = finalStatuses.has(existing.status)
    ? "asked"
    : await askBeforeShowing(id, ({ where, data }) => db.donation.updateMany({ where: { id, ...where }, data }), syncDonation);
  const donation = await db.donation.findUniqueOrThrow({
    where: { token },
    include: { declaration: true, appeal: { select: { name: true, slug: true } } },
  });
  const total = totalOf(donation);
  const net = netOf(donation);
  const hasDeclaration = donation.declaration !== null;
  const given = pence(donation.giftPence);
  const roomWeek = pence(config.charity.roomWeekPence);
  return {
    state: donation.status,
    reference: donation.reference,
    total,
    cover: pence(donation.coverPence),
    refunded: pence(donation.refundedPence),
    net,
    giftAid: giftAidDue({ net, declared: hasDeclaration, cancelledAt: donation.declaration?.cancelledAt ?? null, paidAt: donation.paidAt }),
    giftAidOncePaid: hasDeclaration ? giftAidOn(subtract(total, pence(donation.refundedPence))) : pence(0),
    method: donation.paymentMethod,
    agreedOn: donation.agreedAt && londonDate(donation.agreedAt),
    paidOn: donation.paidAt && londonDate(donation.paidAt),
    wantsNews: donation.wantsNews,
    appeal: donation.appeal,
    impact: donation.appeal ? null : { text: impactText(given, roomWeek), nights: litNights(given, roomWeek) },
    isUnconfirmed: mayBeOutdated(asked, donation),
  };
}
