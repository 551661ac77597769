import { now as currentTime } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { readToken, signToken } from "~/platform/secrets/signed-token.server";

/** A link to make or renew a declaration works for so long after its email, and until it was used. */
const lifetimeMs = 60 * 86_400_000;

/** The token of a link by which a supporter makes or renews their declaration, once, without signing in. */
export const giftAidRequestToken = (supporterId: string, now: Date): string =>
  signToken("Gift Aid request", supporterId, new Date(now.getTime() + lifetimeMs));

export type RequestLink = { id: string; madeAt: Date };

/**
 * Whose link it is, and when it was made. Refused "gone": the person is not known any more, or is one with another by now; "used":
 * a link of theirs was, or they have another address since.
 */
export async function findByRequestLink(
  token: string,
  now: Date,
): Promise<RequestLink | { refused: "invalid" | "expired" | "gone" | "used" }> {
  const read = readToken("Gift Aid request", token, now);
  if ("refused" in read) return { refused: read.refused };
  const supporter = await db.supporter.findUnique({
    where: { id: read.subject },
    select: { id: true, giftAidLinksEndedAt: true },
  });
  if (!supporter || !read.expiresAt) return { refused: "gone" };
  const madeAt = new Date(read.expiresAt.getTime() - lifetimeMs);
  return areLinksEnded(supporter.giftAidLinksEndedAt, madeAt) ? { refused: "used" } : { id: supporter.id, madeAt };
}

/** Whether a link that was made at an instant changes nothing any more. */
export const areLinksEnded = (endedAt: Date | null, madeAt: Date): boolean => endedAt !== null && madeAt <= endedAt;

/** Ends all links that a supporter got until now. Its row is the caller's to lock. */
export async function endRequestLinks(tx: Tx, supporterId: string): Promise<void> {
  await tx.supporter.update({ where: { id: supporterId }, data: { giftAidLinksEndedAt: currentTime() } });
}
