/**
 * Counts requests in each second, as Resend does for a whole team: https://resend.com/docs/api-reference/introduction#rate-limit
 * @returns whether this request is within the limit, and the headers that every answer carries
 */
export function rateLimit(perSecond: number, now: () => number) {
  let second = 0;
  let used = 0;
  return function count(): { within: boolean; headers: Record<string, string> } {
    const present = Math.floor(now() / 1000);
    if (present !== second) {
      second = present;
      used = 0;
    }
    used += 1;
    const within = used <= perSecond;
    const headers = {
      "ratelimit-limit": String(perSecond),
      "ratelimit-policy": `${perSecond};w=1`,
      "ratelimit-remaining": String(Math.max(0, perSecond - used)),
      "ratelimit-reset": "1",
    };
    return { within, headers: within ? headers : { ...headers, "retry-after": "1" } };
  };
}
