import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";

/** How often codes may be tried: a code of six digits lasts a minute, so ten tries an hour find one in a thousand years. */
const limits = {
  member: { name: "staff-code-member", points: 10, windowSeconds: 60 * 60 },
  ip: { name: "staff-code-ip", points: 40, windowSeconds: 60 * 60 },
} satisfies Record<string, RateLimit>;

export type TooMany = { refused: "too-many"; minutes: number };

/** Takes one try of a member and of a network. @returns null: it may be tried */
export async function countCodeTry(staffId: string, ip: string): Promise<TooMany | null> {
  for (const [limit, key] of [
    [limits.ip, ip],
    [limits.member, staffId],
  ] as const) {
    const quota = await consumeRateLimit(limit, key);
    if (!quota.allowed) return { refused: "too-many", minutes: Math.ceil(quota.retryAfterSeconds / 60) };
  }
  return null;
}
