import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { hashBrowserId } from "~/platform/http/forms/browser-cookie.server";
import { checkSecondPress, secondsUntilNetworkAllowed, type SecondPress } from "~/platform/http/forms/second-press.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { getLinkExpiry, parseReturnPath } from "./session-rules";

/**
 * Requests for one address from one network, for one address from anywhere, and from one network: a family or an office
 * signs in from one. Nobody is locked out by what others ask: whoever asks from another network is counted apart, and past
 * the limits of an address its mailbox holds links that are good for five minutes at least, since links live longer than
 * these windows.
 */
const limits = {
  emailFromIp: { name: "sign-in-email-ip", points: 5, windowSeconds: 15 * 60 },
  email: { name: "sign-in-email", points: 10, windowSeconds: 15 * 60 },
  ip: { name: "sign-in-ip", points: 20, windowSeconds: 60 * 60 },
} satisfies Record<string, RateLimit>;

/**
 * Takes a request to sign in. Whether we know the address is not looked up here but as the email is written: the answer,
 * and the time that it takes, are the same for every address. For one that nobody has, no email leaves.
 * @param origin the browser's number, the network address, which page was wanted, and the ticket of a second press
 */
export async function requestSignIn(
  email: string,
  origin: { browser: string; ip: string; goTo?: string | null; ticket?: string | undefined },
): Promise<{ requested: true } | { refused: "too-many"; minutes: number } | ({ refused: "press-again" } & SecondPress)> {
  const address = email.toLowerCase();
  const press = await checkSecondPress(`sign in ${address}`, origin.ticket, (isSecondPress) =>
    secondsUntilNetworkAllowed(limits.ip, origin.ip, isSecondPress),
  );
  if (press) return { refused: "press-again", ...press };
  for (const [limit, key] of [
    [limits.emailFromIp, `${address} ${origin.ip}`],
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
