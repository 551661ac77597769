import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { db, pool } from "../database/db.server";
import { keyedHash } from "../secrets/keyed-hash.server";

export type RateLimit = { name: string; points: number; windowSeconds: number };

const limiters = new Map<string, { limiter: RateLimiterPostgres; pool: typeof pool }>();

/** The limiter of a limit, made once for each pool: tests change pools. */
function getLimiter({ name, points, windowSeconds }: RateLimit): RateLimiterPostgres {
  const existing = limiters.get(name);
  if (existing && existing.pool === pool) return existing.limiter;
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: windowSeconds,
    clearExpiredByTimeout: false,
  });
  limiters.set(name, { limiter, pool });
  return limiter;
}

/** A keyed digest of what is counted, so that no address is stored. */
export const rateLimitKey = (subject: string): string => keyedHash("rate limit", subject).slice(0, 22);

/**
 * Takes one point of a limit; what is refused takes none, or points that come back later would be lost in what was refused. Points are whole-window: `points` attempts in any window that its first attempt opens.
 * @returns whether it was allowed, and if not, after how many seconds it will be
 */
export async function consumeRateLimit(
  limit: RateLimit,
  subject: string,
): Promise<{ allowed: true } | { allowed: false; retryAfterSeconds: number }> {
  try {
    await getLimiter(limit).consume(rateLimitKey(subject));
    return { allowed: true };
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    await refundRateLimit(limit, rateLimitKey(subject));
    return { allowed: false, retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000) };
  }
}

/** Gives a point back: the attempt turned out well. One whose time is over is gone: the next window would have more than its points. */
export async function refundRateLimit(limit: RateLimit, key: string): Promise<void> {
  const limiter = getLimiter(limit);
  const current = await limiter.get(key);
  if (current && current.consumedPoints > 0) await limiter.reward(key, 1);
}

/** Deletes the counts whose window is over. */
export async function purgeRateLimits(): Promise<void> {
  await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
}
