import type { SignInLink } from "~/../prisma/client/client";
import { db } from "~/platform/database/db.server";
import { browserDigest } from "~/platform/http/forms/browser-cookie.server";
import { idInToken } from "./signed-link.server";
import { masked } from "./session-rules";

/** Why a link opens nothing. "not-a-link": cut off, altered, forgotten, or from an old secret. */
export type LinkRefusal = { refused: "not-a-link" | "expired" | "used" };

/**
 * Looks at a link and changes nothing: programs that check letters open links too.
 * @returns whose link it is, as its owner knows it again, and whether this browser asked for it
 */
export async function lookAtLink(
  token: string,
  browser: string | null,
  now: Date,
): Promise<{ who: string; askedHere: boolean } | LinkRefusal> {
  const link = await linkOf(token, now);
  if ("refused" in link) return link;
  return { who: masked(link.email), askedHere: browser !== null && browserDigest(browser) === link.browser };
}

/** The row behind a token, if it may still be used. */
export async function linkOf(token: string, now: Date): Promise<SignInLink | LinkRefusal> {
  const id = idInToken("sign in", token);
  const link = id && (await db.signInLink.findUnique({ where: { id } }));
  if (!link) return { refused: "not-a-link" };
  if (link.usedAt) return { refused: "used" };
  return link.expiresAt <= now ? { refused: "expired" } : link;
}
