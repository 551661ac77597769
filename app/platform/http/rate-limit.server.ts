import { createHmac } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { config } from "../config/config.server";
import { pool } from "../database/db.server";

export type Limit = { name: string; points: number; perSeconds: number };

const limiters = new Map<string, { limiter: RateLimiterPostgres; pool: typeof pool }>();

/** The limiter of a limit, made once for each pool: tests change pools. */
function limiterOf({ name, points, perSeconds }: Limit): RateLimiterPostgres {
  const known = limiters.get(name);
  if (known && known.pool === pool) return known.limiter;
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: perSeconds,
    clearExpiredByTimeout: false,
  });
  limiters.set(name, { limiter, pool });
  return limiter;
}

/** A keyed digest of what is counted, so that no address is stored. */
export const digestOf = (what: string): string =>
  createHmac("sha256", config.sessionSecrets[0] ?? "")
    .update(what)
    .digest("base64url")
    .slice(0, 22);

/**
 * Takes one point of a limit. Points are whole-window: `points` attempts in any window that its first attempt opens.
 * @returns whether it was allowed, and if not, after how many seconds it will be
 */
export async function take(limit: Limit, what: string): Promise<{ allowed: true } | { allowed: false; seconds: number }> {
  try {
    await limiterOf(limit).consume(digestOf(what));
    return { allowed: true };
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return { allowed: false, seconds: Math.ceil(refusal.msBeforeNext / 1000) };
    throw refusal;
  }
}

/** Gives a point back: the attempt turned out well. One whose time is over is gone: the next window would have more than its points. */
export async function giveBack(limit: Limit, digest: string): Promise<void> {
  const limiter = limiterOf(limit);
  const counted = await limiter.get(digest);
  if (counted && counted.consumedPoints > 0) await limiter.reward(digest, 1);
}
