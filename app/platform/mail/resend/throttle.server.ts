import { setTimeout as wait } from "node:timers/promises";

/** As much of an answer of Resend as its pace can be read from. */
type RateLimitedResponse = { headers: Record<string, string> | null; error: { name: string } | null };

const maxAttempts = 5;
const maxWaitMs = 5_000;
/** A little slower than allowed: requests do not arrive as evenly as they leave. */
const safetyFactor = 1.015;

/** Counted from the start of the process: the clock of the day may be put back, and nothing would be sent until it had caught up. */
const time = () => performance.now();

/** When this process may send again after it was told to wait, in milliseconds of `time`. */
let blockedUntil = 0;
/** When the next request may leave, so that all are spread evenly. */
let nextSlotAt = 0;
/** What the last answer said: so many requests in so many milliseconds. Nothing is known before the first. */
let rateLimit: { requests: number; windowMs: number } | null = null;
/** The places that were given, the oldest first. */
let slots: number[] = [];
/** When the last requests left, the oldest first. */
let sentTimes: number[] = [];

/**
 * When Resend takes the next request, read from the headers of its last answer: `retry-after` and `ratelimit-reset`
 * are seconds from now. https://resend.com/docs/api-reference/introduction#rate-limit
 */
export function parseRetryTime(headers: Record<string, string> | null, now: number): number {
  const retryAfter = Number(headers?.["retry-after"] ?? 0);
  const isSpent = headers?.["ratelimit-remaining"] === "0";
  const seconds = Math.max(retryAfter || 0, isSpent ? Number(headers?.["ratelimit-reset"]) || 1 : 0);
  return now + Math.min(seconds * 1000, maxWaitMs);
}

/**
 * What Resend allows, as `ratelimit-limit` and `ratelimit-policy` say ("10;w=1": ten in one second). Null: it did not say.
 */
export function parseRateLimit(headers: Record<string, string> | null): { requests: number; windowMs: number } | null {
  const requests = Number(headers?.["ratelimit-limit"]);
  const seconds = Number(/;\s*w=(\d+)/.exec(headers?.["ratelimit-policy"] ?? "")?.[1] ?? 1);
  return requests >= 1 && seconds >= 1 ? { requests, windowMs: seconds * 1000 } : null;
}

/**
 * Gives the next request its place in the row, each as far from the one before as the limit asks for. Where we were too
 * busy to ask in time, up to half of the limit is made up for; but never are there more than allowed in any such time.
 */
function reserveSlot(now: number): number {
  if (!rateLimit) return now;
  const { requests, windowMs } = rateLimit;
  const dueAt = Math.max(nextSlotAt, now - windowMs / 2);
  nextSlotAt = dueAt + (windowMs / requests) * safetyFactor;
  const windowOpensAt = (slots[slots.length - requests] ?? -Infinity) + windowMs * safetyFactor;
  const at = Math.max(now, dueAt, windowOpensAt);
  slots.push(at);
  if (slots.length > 2 * requests) slots = slots.slice(-requests);
  return at;
}

/**
 * Whether the limit is spent by others too (another process, the dashboard): then our own even pace is not enough, and
 * the headers' word counts. Our own requests alone are spread so that they stay within it.
 */
function isLimitSpentElsewhere(headers: Record<string, string> | null, now: number): boolean {
  if (!rateLimit || headers?.["ratelimit-remaining"] !== "0") return false;
  const windowStart = now - rateLimit.windowMs;
  sentTimes = sentTimes.filter((at) => at > windowStart);
  return sentTimes.length < rateLimit.requests * 0.8;
}

/**
 * Asks Resend in step with its rate limit, which is read from the headers of its answers: requests are spread evenly,
 * wait where others have spent the limit, and are asked again when told to slow down.
 */
export async function throttled<Answer extends RateLimitedResponse>(call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const at = reserveSlot(time());
    if (at > time()) await wait(at - time());
    while (time() < blockedUntil) await wait(blockedUntil - time() + Math.random() * 50);
    sentTimes.push(time());
    const response = await call();
    const isRateLimited = response.error?.name === "rate_limit_exceeded";
    rateLimit = parseRateLimit(response.headers) ?? rateLimit;
    if (isRateLimited || isLimitSpentElsewhere(response.headers, time()))
      blockedUntil = Math.max(blockedUntil, parseRetryTime(response.headers, time()));
    if (sentTimes.length > 10_000) sentTimes = sentTimes.slice(-5_000);
    if (!isRateLimited || attempt === maxAttempts) return response;
  }
}
