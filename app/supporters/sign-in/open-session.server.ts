import { inTransaction } from "~/platform/database/db.server";
import { hashToken, newId, newToken } from "~/platform/ids.server";
import { findSignInLink, type SignInLinkRefusal } from "./sign-in-link.server";

/**
 * Uses a link: opens a session, and makes every other link to the same address useless. Of two uses at once one opens
 * a session and the other is told that the link was used.
 * @returns the new session's token, for the cookie, and the page that was wanted
 */
export async function openSession(linkToken: string, now: Date): Promise<{ token: string; goTo: string | null } | SignInLinkRefusal> {
  const link = await findSignInLink(linkToken, now);
  if ("refused" in link) return link;
  return await inTransaction(async (tx) => {
    const { count } = await tx.signInLink.updateMany({ where: { id: link.id, usedAt: null }, data: { usedAt: now } });
    if (count === 0) return { refused: "used" } as const;
    const supporter = await tx.supporter.findUnique({ where: { email: link.email }, select: { id: true } });
    // The email went to somebody who was erased, or moved to another address, since.
    if (!supporter) return { refused: "invalid-link" } as const;
    await tx.signInLink.updateMany({ where: { email: link.email, usedAt: null }, data: { usedAt: now } });
    const token = newToken();
    await tx.supporterSession.create({
      data: { id: newId(), tokenHash: hashToken(token), supporterId: supporter.id, createdAt: now, lastSeenAt: now },
    });
    return { token, goTo: link.returnPath };
  });
}
