import { setTimeout as sleep } from "node:timers/promises";

/** How long tests wait for what is bound to come, in milliseconds: that a machine does much else is no failure. */
export const patienceMs = 90_000;

/**
 * Waits until a condition holds.
 * @param describe says, where it never does, what there is instead
 */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  describe: () => string | Promise<string>,
  everyMs = 50,
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await holds()); await sleep(everyMs))
    if (Date.now() > deadline) throw new Error(`It did not come to pass: ${await describe()}`);
}

/**
 * Whether work is done in so many milliseconds, as a timer of this very process counts them: where the machine keeps the process
 * waiting, its timer waits as well.
 */
export async function isDoneWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(milliseconds, false, { signal: timer.signal }).catch(() => true);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    timer.abort();
  }
}
