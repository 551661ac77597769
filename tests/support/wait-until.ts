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
