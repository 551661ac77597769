import { take, type Limit } from "~/platform/http/rate-limit.server";

/** A school class signs up behind one connection; ten thousand forms don't come from people. */
export const limits = {
  network: { name: "news-network", points: 30, perSeconds: 60 * 60 },
  address: { name: "news-address", points: 5, perSeconds: 24 * 60 * 60 },
} satisfies Record<string, Limit>;

/** @returns after how many minutes a network address may ask again, or null when it may now */
export async function minutesUntilAllowed(network: string): Promise<number | null> {
  const taken = await take(limits.network, network);
  return taken.allowed ? null : Math.ceil(taken.seconds / 60);
}

/** All that is written behind a plus arrives in the same mailbox: `ada+letters@example.org`. */
const mailboxOf = (email: string): string => email.toLowerCase().replace(/(?<=.)\+.*(?=@)/, "");

/** Whether an e-mail address may be written down once more today. Whoever asks is told nothing of it. */
export const addressIsFree = async (email: string): Promise<boolean> => (await take(limits.address, mailboxOf(email))).allowed;
