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

/** Every gift whose outcome is still open, oldest first, a page at a time. */
export async function* listOpenDonations(createdSince: Date): AsyncGenerator<{ id: string; reference: string; status: string }> {
  let cursorId: string | undefined;
  for (;;) {
    const rows = await db.donation.findMany({
      where: {
        createdAt: { gte: createdSince },
        stripeCheckoutSessionId: { not: null },
        OR: [{ status: { in: ["pending", "collecting", "disputed"] } }, { status: "paid", feePence: null }],
      },
      orderBy: { id: "asc" },
      take: 200,
      ...(cursorId && { cursor: { id: cursorId }, skip: 1 }),
      select: { id: true, reference: true, status: true },
    });
    yield* rows;
    cursorId = rows.at(-1)?.id;
    if (rows.length < 200) return;
  }
}
