import { setTimeout as wait } from "node:timers/promises";

/** As much of an answer of Resend as its pace can be read from. */
type Paced = { headers: Record<string, string> | null; error: { name: string } | null };

const mostTurns = 5;
const longestWait = 5_000;
/** A little slower than allowed: requests do not arrive as evenly as they leave. */
const slack = 1.015;

/** When this process may send again after it was told to wait, in milliseconds since 1970. */
let freeAt = 0;
/** When the next request may leave, so that all are spread evenly. */
let nextAt = 0;
/** What the last answer said: so many requests in so many milliseconds. Nothing is known before the first. */
let allowed: { requests: number; within: number } | null = null;
/** The places that were given, the oldest first. */
let places: number[] = [];
/** When the last requests left, the oldest first. */
let left: number[] = [];

/**
 * When Resend takes the next request, read from the headers of its last answer: `retry-after` and `ratelimit-reset`
 * are seconds from now. https://resend.com/docs/api-reference/introduction#rate-limit
 */
export function nextFreeAt(headers: Record<string, string> | null, now: number): number {
  const retryAfter = Number(headers?.["retry-after"] ?? 0);
  const spent = headers?.["ratelimit-remaining"] === "0";
  const seconds = Math.max(retryAfter || 0, spent ? Number(headers?.["ratelimit-reset"]) || 1 : 0);
  return now + Math.min(seconds * 1000, longestWait);
}

/**
 * What Resend allows, as `ratelimit-limit` and `ratelimit-policy` say ("10;w=1": ten in one second). Null: it did not say.
 */
export function allowedBy(headers: Record<string, string> | null): { requests: number; within: number } | null {
  const requests = Number(headers?.["ratelimit-limit"]);
  const seconds = Number(/;\s*w=(\d+)/.exec(headers?.["ratelimit-policy"] ?? "")?.[1] ?? 1);
  return requests >= 1 && seconds >= 1 ? { requests, within: seconds * 1000 } : null;
}

/**
 * Gives the next request its place in the row, each as far from the one before as the limit asks for. Where we were too
 * busy to ask in time, up to half of the limit is made up for; but never are there more than allowed in any such time.
 */
function place(now: number): number {
  if (!allowed) return now;
  const { requests, within } = allowed;
  const due = Math.max(nextAt, now - within / 2);
  nextAt = due + (within / requests) * slack;
  const windowOpens = (places[places.length - requests] ?? 0) + within * slack;
  const at = Math.max(now, due, windowOpens);
  places.push(at);
  if (places.length > 2 * requests) places = places.slice(-requests);
  return at;
}

/**
 * Whether the limit is spent by others too (another process, the dashboard): then our own even pace is not enough, and
 * the headers' word counts. Our own requests alone are spread so that they stay within it.
 */
function spentByOthers(headers: Record<string, string> | null, now: number): boolean {
  if (!allowed || headers?.["ratelimit-remaining"] !== "0") return false;
  const since = now - allowed.within;
  left = left.filter((at) => at > since);
  return left.length < allowed.requests * 0.8;
}

/**
 * Asks Resend in step with its rate limit, which is read from the headers of its answers: requests are spread evenly,
 * wait where others have spent the limit, and are asked again when told to slow down.
 */
export async function inStep<Answer extends Paced>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let turn = 1; ; turn += 1) {
    const at = place(Date.now());
    if (at > Date.now()) await wait(at - Date.now());
    while (Date.now() < freeAt) await wait(freeAt - Date.now() + Math.random() * 50);
    left.push(Date.now());
    const answer = await ask();
    const toldToWait = answer.error?.name === "rate_limit_exceeded";
    allowed = allowedBy(answer.headers) ?? allowed;
    if (toldToWait || spentByOthers(answer.headers, Date.now())) freeAt = Math.max(freeAt, nextFreeAt(answer.headers, Date.now()));
    if (left.length > 10_000) left = left.slice(-5_000);
    if (!toldToWait || turn === mostTurns) return answer;
  }
}
