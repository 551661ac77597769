import type { SignInLink } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { maskEmail } from "~/platform/email-address";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { readToken, signToken } from "~/platform/secrets/signed-token.server";

/** Why a link opens nothing. "invalid-link": cut off, altered, forgotten, or from an old secret. */
export type SignInLinkRefusal = { refused: "invalid-link" | "expired" | "used" };

/** The token of a link: its row's id, signed, for as long as the row says. */
export const signInToken = ({ id, expiresAt }: Pick<SignInLink, "id" | "expiresAt">): string => signToken("sign-in link", id, expiresAt);

/**
 * Looks at a link and changes nothing: programs that check emails open links too.
 * @returns whose link it is, as its owner knows it again, and whether this browser asked for it
 */
export async function getSignInLinkPreview(
  token: string,
  browser: string | null,
  now: Date,
): Promise<{ maskedEmail: string; isSameBrowser: boolean } | SignInLinkRefusal> {
  const link = await findSignInLink(token, now);
  if ("refused" in link) return link;
  return { maskedEmail: maskEmail(link.email), isSameBrowser: browser !== null && hashBrowserId(browser) === link.browserHash };
}

/** The row behind a token, if it may still be used. */
export async function findSignInLink(token: string, now: Date): Promise<SignInLink | SignInLinkRefusal> {
  const read = readToken("sign-in link", token, now);
  if (!("subject" in read)) return { refused: "invalid-link" };
  const link = await db.signInLink.findUnique({ where: { id: read.subject } });
  if (!link) return { refused: "invalid-link" };
  if (link.usedAt) return { refused: "used" };
  return "refused" in read ? { refused: "expired" } : link;
}
