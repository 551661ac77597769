import { Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { listClaimableGifts, type ClaimableGift } from "./claimable-gifts.server";
import { yearEnd } from "./open-gifts.server";

/** A paid gift that is not wholly claimed; null: there is none of that id, it is not paid, or all of it is in a claim. */
export async function findOpenGift(donationId: string): Promise<ClaimableGift | null> {
  const [gift] = await listClaimableGifts(db, londonDate(now()), yearEnd(), Prisma.sql`donation.id = ${donationId}`, 1);
  return gift ?? null;
}
