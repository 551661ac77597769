import { db } from "~/platform/database/db.server";
import { readToken, signToken } from "~/platform/secrets/signed-token.server";

/** A link to make or renew a declaration works for so long after its email. */
const linkDays = 60;

/** The token of a link by which a supporter makes or renews their declaration without signing in. */
export const giftAidRequestToken = (supporterId: string, now: Date): string =>
  signToken("Gift Aid request", supporterId, new Date(now.getTime() + linkDays * 86_400_000));

/** Whose link it is. Refused "gone": the person is not known any more, or is one with another by now. */
export async function findByRequestLink(token: string, now: Date): Promise<{ id: string } | { refused: "invalid" | "expired" | "gone" }> {
  const read = readToken("Gift Aid request", token, now);
  if ("refused" in read) return { refused: read.refused };
  const supporter = await db.supporter.findUnique({
    where: { id: read.subject },
    select: { id: true },
  });
  return supporter ?? { refused: "gone" };
}
