import { db } from "~/platform/database/db.server";

/** Whichever of its names an event knows a gift by. */
export type GiftName = { donation: string } | { session: string } | { payment: string };

/** The id of the gift that goes by a name, or null: it is not one of ours. */
export async function donationCalled(name: GiftName): Promise<string | null> {
  const where =
    "donation" in name ? { id: name.donation } : "session" in name ? { sessionId: name.session } : { paymentIntent: name.payment };
  const donation = await db.donation.findUnique({ where, select: { id: true } });
  return donation?.id ?? null;
}

/** Every gift whose outcome is still open, oldest first, a page at a time. */
export async function* unsettledDonations(createdSince: Date): AsyncGenerator<{ id: string; reference: string; state: string }> {
  let after: string | undefined;
  for (;;) {
    const rows = await db.donation.findMany({
      where: {
        createdAt: { gte: createdSince },
        sessionId: { not: null },
        OR: [{ state: { in: ["pending", "collecting", "disputed"] } }, { state: "paid", feePence: null }],
      },
      orderBy: { id: "asc" },
      take: 200,
      ...(after && { cursor: { id: after }, skip: 1 }),
      select: { id: true, reference: true, state: true },
    });
    yield* rows;
    after = rows.at(-1)?.id;
    if (rows.length < 200) return;
  }
}
