import { db, inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { whereMayHaveGiftAid } from "../payment-methods";
import { coversOtherGift } from "./declaration-coverage";
import { listDeclarations } from "./declarations.server";

/** A paid gift under a supporter's address that Gift Aid would cover if its owner said that it is theirs. `paidOn`: a London date. */
export type UnconfirmedGift = { id: string; reference: string; totalPence: number; name: string; paidOn: string };

/**
 * Gifts that came by forms sent without signing in, and that a declaration of the same address would cover: anybody may
 * have sent them, so their owner is asked before Gift Aid is claimed. Oldest first.
 */
export async function listUnconfirmedGifts(
  supporterId: string,
  tx: Pick<Tx, "donation" | "declaration" | "$queryRaw"> = db,
): Promise<(UnconfirmedGift & { declarationId: string })[]> {
  const [gifts, declarations] = await Promise.all([
    tx.donation.findMany({
      where: {
        supporterId,
        planId: null,
        declarationId: null,
        giverVerified: false,
        status: "paid",
        paidAt: { not: null },
        ...whereMayHaveGiftAid,
      },
      orderBy: [{ paidAt: "asc" }, { id: "asc" }],
    }),
    listDeclarations(supporterId, tx),
  ]);
  return gifts.flatMap(({ id, reference, giftPence, coverPence, firstName, lastName, paidAt }) => {
    if (!paidAt) return [];
    const confirmed = { paidAt, promisedAt: paidAt, giverVerified: true };
    const declaration = declarations.find((each) => coversOtherGift(each, confirmed));
    const coveredAnyway = declarations.some((each) => coversOtherGift(each, { ...confirmed, giverVerified: false }));
    if (!declaration || coveredAnyway) return [];
    const name = [firstName, lastName].filter(Boolean).join(" ");
    return [{ id, reference, totalPence: giftPence + coverPence, name, paidOn: londonDate(paidAt), declarationId: declaration.id }];
  });
}

/**
 * The owner of an address, signed in, says that a gift under it is theirs: Gift Aid covers it from now on.
 * @returns whether it was one to confirm: not somebody else's, and not covered already
 */
export const confirmGift = (supporterId: string, donationId: string): Promise<boolean> =>
  inTransaction((tx) => confirmGiftIn(tx, supporterId, donationId));

/** The same in the caller's transaction, also where they said it to staff. */
export async function confirmGiftIn(tx: Tx, supporterId: string, donationId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
  const gift = (await listUnconfirmedGifts(supporterId, tx)).find(({ id }) => id === donationId);
  if (!gift) return false;
  await tx.donation.update({ where: { id: gift.id }, data: { giverVerified: true, declarationId: gift.declarationId } });
  return true;
}
