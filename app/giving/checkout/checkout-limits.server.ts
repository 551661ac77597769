import { inTransaction } from "~/platform/database/db.server";
import { ipv6Site } from "~/platform/http/client-ip.server";
import { secondPressLimit, secondPressSeconds } from "~/platform/http/forms/second-press.server";
import { rateLimitKey, refundRateLimit, consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";
import { queueHourlyAlert } from "~/platform/mail/queue-email.server";

/**
 * Limits against card testing: scripts that try stolen cards on small gifts. They count payment pages opened, not
 * forms sent. A gift that is paid gives its point back to its network address, so a whole parish can give from one
 * connection while a script that only tries runs dry. Past a limit nobody is refused: a second press is asked for, and
 * where that is worn out too, a short wait.
 */
export const checkoutLimits = {
  browser: { name: "checkout-browser", points: 8, windowSeconds: 60 * 60 },
  ip: { name: "checkout-ip", points: 10, windowSeconds: 30 * 60 },
  /** Of IPv6, where a customer has 65,536 networks to come from. */
  site: { name: "checkout-site", points: 40, windowSeconds: 30 * 60 },
  global: { name: "checkout-global", points: 1200, windowSeconds: 10 * 60 },
} satisfies Record<string, RateLimit>;

/** Second presses from one /48, past the limits above. */
const secondPressSiteLimit: RateLimit = { name: "second-press-site", points: 4, windowSeconds: 30 };

export const hashIp = (ip: string): string => rateLimitKey(ip);

type Bucket = readonly [limit: RateLimit, subject: string];

/**
 * Takes a point of each limit; or of none, so that one browser's refusals use up nothing that others need. At the limit of
 * all together staff are told, and everybody is asked to press again.
 * @returns after how many seconds to press again, or null when a page may be opened
 */
export async function secondsUntilAllowed(client: { ip: string; browserId: string }, isSecondPress = false): Promise<number | null> {
  const site = ipv6Site(client.ip);
  const own: Bucket[] = [
    [checkoutLimits.browser, client.browserId],
    [checkoutLimits.ip, client.ip],
    ...(site ? [[checkoutLimits.site, site] as const] : []),
  ];
  if ((await takePoints(own)) === null) {
    if ((await takePoints([[checkoutLimits.global, "all"]])) === null || isSecondPress) return null;
    await givePointsBack(own);
    await queueManyCheckoutsAlert();
    return secondPressSeconds;
  }
  if (!isSecondPress) return secondPressSeconds;
  const wait = await takePoints([[secondPressLimit, client.ip], ...(site ? [[secondPressSiteLimit, site] as const] : [])]);
  if (wait === null) await takePoints([[checkoutLimits.global, "all"]]);
  return wait;
}

/** @returns null where each had a point left; else none is taken, and after how many seconds there is one */
async function takePoints(buckets: readonly Bucket[]): Promise<number | null> {
  for (const [position, [limit, subject]] of buckets.entries()) {
    const result = await consumeRateLimit(limit, subject);
    if (result.allowed) continue;
    await givePointsBack(buckets.slice(0, position));
    return result.retryAfterSeconds;
  }
  return null;
}

async function givePointsBack(buckets: readonly Bucket[]): Promise<void> {
  for (const [limit, subject] of buckets) await refundRateLimit(limit, rateLimitKey(subject));
}

const queueManyCheckoutsAlert = () => inTransaction((tx) => queueHourlyAlert(tx, "many-checkouts"));

/** A parish gives its points back as it pays; a script that pays now and then does not buy itself any number of tries. */
const refundLimit: RateLimit = { name: "checkout-refund", points: 40, windowSeconds: 30 * 60 };
/** A donor's first card may be refused, and the second. */
const maxRefusedCardsToRefund = 2;

/**
 * A gift was paid, or a plan: its network gets its point back, at most forty in half an hour, and none for a page on which
 * several cards were refused.
 */
export async function refundCheckoutLimit({ ipHash, refusedCards = 0 }: { ipHash: string | null; refusedCards?: number }): Promise<void> {
  if (!ipHash || refusedCards > maxRefusedCardsToRefund) return;
  const { allowed } = await consumeRateLimit(refundLimit, ipHash);
  if (allowed) await refundRateLimit(checkoutLimits.ip, ipHash);
}
