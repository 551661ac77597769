import { db } from "~/platform/database/db.server";
import { covers } from "../gift-aid/declaration-coverage";
import { listStatementGifts, type GiftWithDeclaration } from "../statements/supporter-gifts.server";

/**
 * A gift that was paid, with what its printed receipt says beside it: whether Gift Aid covers it, and where a letter goes.
 * @returns null: there is none of that id, or it is not paid
 */
export async function findGiftForReceipt(
  id: string,
): Promise<{ gift: GiftWithDeclaration; paidAt: Date; hasGiftAid: boolean; addressLines: string[] } | null> {
  const gift = await db.donation.findUnique({
    where: { id },
    include: {
      declaration: true,
      plan: { select: { agreedAt: true } },
      appeal: { select: { name: true, surplus: true } },
      offline: true,
    },
  });
  if (!gift?.paidAt) return null;
  const { paidAt, supporterId, declaration, offline } = gift;
  const counted = supporterId ? (await listStatementGifts(supporterId)).find(({ reference }) => reference === gift.reference) : null;
  const hasGiftAid = counted ? counted.hasGiftAid : declaration !== null && covers(declaration, paidAt, true);
  const addressLines = [...(offline?.address.split("\n") ?? []), offline?.postcode ?? ""].filter(Boolean);
  return { gift, paidAt, hasGiftAid, addressLines };
}
