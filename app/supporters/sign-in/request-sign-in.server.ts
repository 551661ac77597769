import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { getLinkExpiry, parseReturnPath } from "./session-rules";

/** Emails to one address, and requests from one network: a family or an office signs in from one. */
const limits = {
  email: { name: "sign-in-email", points: 5, windowSeconds: 60 * 60 },
  ip: { name: "sign-in-ip", points: 20, windowSeconds: 60 * 60 },
} satisfies Record<string, RateLimit>;

/**
 * Takes a request to sign in. Whether we know the address is not looked up here but as the email is written: the answer,
 * and the time that it takes, are the same for every address. For one that nobody has, no email leaves.
 * @param origin the browser's number, the network address, and which page was wanted
 */
export async function requestSignIn(
  email: string,
  origin: { browser: string; ip: string; goTo?: string | null },
): Promise<{ requested: true } | { refused: "too-many"; minutes: number }> {
  const address = email.toLowerCase();
  for (const [limit, key] of [
    [limits.ip, origin.ip],
    [limits.email, address],
  ] as const) {
    const quota = await consumeRateLimit(limit, key);
    if (!quota.allowed) return { refused: "too-many", minutes: Math.ceil(quota.retryAfterSeconds / 60) };
  }
  const id = newId();
  await inTransaction(async (tx) => {
    const createdAt = now();
    await tx.signInLink.create({
      data: {
        id,
        email: address,
        browserHash: hashBrowserId(origin.browser),
        returnPath: parseReturnPath(origin.goTo),
        createdAt,
        expiresAt: getLinkExpiry(createdAt),
      },
    });
    await queueEmail(tx, { kind: "sign-in", about: { signInLinkId: id } });
  });
  return { requested: true };
}
