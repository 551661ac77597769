import { rateLimitKey, refundRateLimit, consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";

/**
 * Limits against card testing: scripts that try stolen cards on small gifts. They count payment pages opened, not
 * forms sent. A gift that is paid gives its point back to its network address, so a whole parish can give from one
 * connection while a script that only tries runs dry.
 */
export const checkoutLimits = {
  browser: { name: "checkout-browser", points: 8, windowSeconds: 60 * 60 },
  ip: { name: "checkout-ip", points: 10, windowSeconds: 30 * 60 },
  global: { name: "checkout-global", points: 1200, windowSeconds: 10 * 60 },
} satisfies Record<string, RateLimit>;

export const hashIp = (ip: string): string => rateLimitKey(ip);

/**
 * Takes a point of each limit; or of none, so that one browser's refusals use up nothing that others need.
 * @returns after how many minutes to try again, or null when a page may be opened
 */
export async function minutesUntilAllowed(client: { ip: string; browserId: string }): Promise<number | null> {
  const buckets = [
    [checkoutLimits.browser, client.browserId],
    [checkoutLimits.ip, client.ip],
    [checkoutLimits.global, "all"],
  ] as const;
  for (const [position, [limit, subject]] of buckets.entries()) {
    const result = await consumeRateLimit(limit, subject);
    if (result.allowed) continue;
    for (const [consumedLimit, consumedSubject] of buckets.slice(0, position))
      await refundRateLimit(consumedLimit, rateLimitKey(consumedSubject));
    return Math.ceil(result.retryAfterSeconds / 60);
  }
  return null;
}

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
