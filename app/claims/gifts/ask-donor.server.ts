import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import { listEmailSubjects, queueEmail } from "~/platform/mail/queue-email.server";
import { auditClaims, type ClaimActor } from "../claim-events.server";

/** Nobody is asked more often than that, however many of their gifts are held back. */
export const daysBetweenRequests = 30;

/**
 * Asks the giver of a gift by email to make or renew their declaration, or to put name and home right: its link lets them.
 * @returns refused "nobody": the gift has no supporter any more; "no-address": they have no email address; "asked-before" with the London date
 */
export const askDonor = (
  donationId: string,
  by: ClaimActor,
): Promise<{ asked: true } | { refused: "no-such-gift" | "nobody" | "no-address" } | { refused: "asked-before"; on: string }> =>
  inTransaction(async (tx) => {
    const gift = await tx.donation.findUnique({ where: { id: donationId }, select: { supporterId: true } });
    if (!gift) return { refused: "no-such-gift" } as const;
    const { supporterId } = gift;
    if (supporterId === null) return { refused: "nobody" } as const;
    const supporter = await tx.supporter.findUnique({ where: { id: supporterId }, select: { email: true } });
    if (!supporter?.email) return { refused: "no-address" } as const;
    // Two who press at once ask one after the other.
    await tx.$queryRaw`SELECT id FROM supporter WHERE id = ${supporterId} FOR UPDATE`;
    const since = londonDate(new Date(now().getTime() - daysBetweenRequests * 86_400_000));
    const about = { path: ["supporterId"], equals: supporterId };
    const asked = await listEmailSubjects(tx, "gift-aid-request", { about });
    const recent = asked.map(({ on }) => on).find((on) => on > since);
    if (recent !== undefined) return { refused: "asked-before", on: recent } as const;
    await queueEmail(tx, { kind: "gift-aid-request", about: { supporterId, on: londonDate(now()) } });
    await auditClaims(tx, by, { action: "claim.donor-asked", about: { kind: "gift", id: donationId } });
    return { asked: true } as const;
  });
