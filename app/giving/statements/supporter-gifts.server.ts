import type { Declaration, Donation } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { covers, coversOtherGift } from "../gift-aid/declaration-coverage";
import { listDeclarations } from "../gift-aid/declarations.server";
import { mayHaveGiftAid } from "../payment-methods";
import type { StatementGift } from "./statement";

export type GiftWithDeclaration = Donation & {
  declaration: Declaration | null;
  plan: { agreedAt: Date | null } | null;
  appeal: { name: string; surplus: string } | null;
};

/** A person's gifts that were agreed to, those that a bank refused included, newest first. */
export const listGifts = (supporterId: string): Promise<GiftWithDeclaration[]> =>
  db.donation.findMany({
    where: { supporterId, status: { notIn: ["pending", "expired", "void"] } },
    include: { declaration: true, plan: { select: { agreedAt: true } }, appeal: { select: { name: true, surplus: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });

/** One gift of a person that was paid; null where there is none of that reference, or it is another person's. */
export const findPaidGift = (supporterId: string, reference: string): Promise<GiftWithDeclaration | null> =>
  db.donation.findFirst({
    where: { reference, supporterId, paidAt: { not: null } },
    include: { declaration: true, plan: { select: { agreedAt: true } }, appeal: { select: { name: true, surplus: true } } },
  });

/** A person's paid gifts as statements count them. */
export async function listStatementGifts(supporterId: string): Promise<StatementGift[]> {
  const [gifts, declarations] = await Promise.all([listGifts(supporterId), listDeclarations(supporterId)]);
  return gifts.flatMap((gift) => {
    const { paidAt } = gift;
    if (paidAt === null) return [];
    const ownDeclaration = gift.declaration;
    const hasGiftAid =
      mayHaveGiftAid(gift) &&
      ((ownDeclaration !== null && covers(ownDeclaration, paidAt, true)) ||
        declarations.some((each) =>
          coversOtherGift(each, { paidAt, promisedAt: gift.plan?.agreedAt ?? paidAt, giverVerified: gift.giverVerified }),
        ));
    const { reference, status, giftPence, coverPence, refundedPence } = gift;
    return [
      {
        reference,
        status,
        giftPence,
        coverPence,
        refundedPence,
        paidOn: londonDate(paidAt),
        isPlanPayment: gift.planId !== null,
        hasGiftAid,
      },
    ];
  });
}
