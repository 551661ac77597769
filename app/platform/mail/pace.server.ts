import { setTimeout as wait } from "node:timers/promises";

/** As much of an answer of Resend as its pace can be read from. */
type Paced = { headers: Record<string, string> | null; error: { name: string } | null };

const mostTurns = 5;
const longestWait = 5_000;

/** When this process may send again, in milliseconds since 1970. */
let freeAt = 0;

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

/** Asks Resend in step with its rate limit: waits while it is spent, and asks again when told to slow down. */
export async function inStep<Answer extends Paced>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let turn = 1; ; turn += 1) {
    while (Date.now() < freeAt) await wait(freeAt - Date.now() + Math.random() * 50);
    const answer = await ask();
    freeAt = Math.max(freeAt, nextFreeAt(answer.headers, Date.now()));
    if (answer.error?.name !== "rate_limit_exceeded" || turn === mostTurns) return answer;
  }
}
