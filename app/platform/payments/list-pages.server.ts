import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";

/** Waits until Stripe may be asked once more. */
export type Throttle = () => Promise<void>;

/** Lets so many questions through in any second: one after the other, evenly, and never a burst. */
export function createThrottle(perSecond: number): Throttle {
  const queue = new RateLimiterQueue(new RateLimiterMemory({ points: 1, duration: 1 / perSecond }), { maxQueueSize: 1000 });
  return async () => void (await queue.removeTokens(1));
}

/** What of a list a question asks for. */
export type PageParams = { limit: number; starting_after?: string };

/**
 * Reads a list of Stripe's page by page, in bounded memory and in step with a throttle: the client's own paging would ask as fast as it can.
 * @param after the row to go on after
 */
export async function* listPages<Row extends { id: string }>(
  fetchPage: (params: PageParams) => Promise<{ data: Row[]; has_more: boolean }>,
  after: string | null,
  throttle: Throttle,
): AsyncGenerator<Row[]> {
  for (let cursor = after; ;) {
    await throttle();
    const { data, has_more: hasMore } = await fetchPage({ limit: 100, ...(cursor && { starting_after: cursor }) });
    if (data.length > 0) yield data;
    cursor = data.at(-1)?.id ?? null;
    if (!hasMore || !cursor) return;
  }
}
