import { digestOf, giveBack, take, type Limit } from "~/platform/http/rate-limit.server";

/**
 * Limits against card testing: scripts that try stolen cards on small gifts. They count payment pages opened, not
 * forms sent. A gift that is paid gives its point back to its network address, so a whole parish can give from one
 * connection while a script that only tries runs dry.
 */
export const limits = {
  browser: { name: "pay-browser", points: 8, perSeconds: 60 * 60 },
  network: { name: "pay-network", points: 10, perSeconds: 30 * 60 },
  everyone: { name: "pay-everyone", points: 1200, perSeconds: 10 * 60 },
} satisfies Record<string, Limit>;

export const networkDigest = (address: string): string => digestOf(address);

/**
 * Takes a point of each limit; or of none, so that one browser's refusals use up nothing that others need.
 * @returns after how many minutes to try again, or null when a page may be opened
 */
export async function minutesUntilAllowed(from: { address: string; browser: string }): Promise<number | null> {
  const counted = [
    [limits.browser, from.browser],
    [limits.network, from.address],
    [limits.everyone, "all"],
  ] as const;
  for (const [position, [limit, what]] of counted.entries()) {
    const taken = await take(limit, what);
    if (taken.allowed) continue;
    for (const [before, whose] of counted.slice(0, position)) await giveBack(before, digestOf(whose));
    return Math.ceil(taken.seconds / 60);
  }
  return null;
}

/** A gift from this network was paid. */
export const paidFrom = (digest: string): Promise<void> => giveBack(limits.network, digest);
