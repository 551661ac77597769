import { expect } from "vitest";
import { patienceMs } from "../wait-until";

/**
 * What is found in an email to an address, in the newest that has it, once one has: a link, mostly.
 * @param outboxUrl where the pretend Resend shows what was sent
 */
export async function findInEmail(outboxUrl: string, email: string, wanted: RegExp): Promise<string> {
  const read = async (path: string) => await (await fetch(`${outboxUrl}${path}`)).text();
  const find = async () => {
    for (const [, id] of (await read(`/?to=${encodeURIComponent(email)}`)).matchAll(/href="\/outbox\/([\w-]+)"/g)) {
      const [found] = wanted.exec(await read(`/outbox/${id}/email`)) ?? [];
      if (found) return found.replaceAll("&amp;", "&");
    }
    return "";
  };
  await expect.poll(find, { timeout: patienceMs, interval: 300 }).not.toBe("");
  return await find();
}

/** The links of emails that tests follow. */
export const emailedLinks = {
  signIn: /http[^"]+\/supporter\/sign-in\/[^"]+/,
  plan: /http[^"]+\/plan\/[^"]+/,
  card: /http[^"]+\/new-card\/[^"]+/,
  again: /http[^"]+\/sponsor\?again=[^"]+/,
  certificate: /http[^"]+\/certificate\/[^"]+/,
};
