import type { Jobs } from "~/platform/jobs/job-types";
import { db } from "~/platform/database/db.server";

/** Whichever of its ids an event knows a donation by. */
export type DonationLookup = Jobs["sync-donation"];

/** The id of the gift that goes by a name, or null: it is not one of ours. */
export async function findDonationId(lookup: DonationLookup): Promise<string | null> {
  const where = "donationId" in lookup ? { id: lookup.donationId } : lookup;
  const donation = await db.donation.findUnique({ where, select: { id: true } });
  return donation?.id ?? null;
}

/** Every gift whose outcome is still open, a page at a time. @param after the id to go on after */
export async function* listOpenDonations(createdSince: Date, after: string | null): AsyncGenerator<{ id: string }[]> {
  for (let cursor = after; ;) {
    const rows = await db.donation.findMany({
      where: {
        createdAt: { gte: createdSince },
        stripeCheckoutSessionId: { not: null },
        OR: [{ status: { in: ["pending", "collecting", "disputed"] } }, { status: "paid", feePence: null }],
        ...(cursor && { id: { gt: cursor } }),
      },
      orderBy: { id: "asc" },
      take: 200,
      select: { id: true },
    });
    cursor = rows.at(-1)?.id ?? null;
    if (!cursor) return;
    yield rows;
  }
}
