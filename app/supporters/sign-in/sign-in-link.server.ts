import type { SignInLink } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { verifyLinkToken } from "./signed-link.server";
import { maskEmail } from "~/platform/email-address";

/** Why a link opens nothing. "invalid-link": cut off, altered, forgotten, or from an old secret. */
export type SignInLinkRefusal = { refused: "invalid-link" | "expired" | "used" };

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
  const id = verifyLinkToken("sign in", token);
  const link = id && (await db.signInLink.findUnique({ where: { id } }));
  if (!link) return { refused: "invalid-link" };
  if (link.usedAt) return { refused: "used" };
  return link.expiresAt <= now ? { refused: "expired" } : link;
}
