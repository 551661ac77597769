import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";

/** A school class signs up behind one connection; ten thousand forms don't come from people. */
export const limits = {
  ip: { name: "newsletter-ip", points: 30, windowSeconds: 60 * 60 },
  email: { name: "newsletter-email", points: 5, windowSeconds: 24 * 60 * 60 },
} satisfies Record<string, RateLimit>;

/** @returns after how many minutes a network address may ask again, or null when it may now */
export async function minutesUntilAllowed(ip: string): Promise<number | null> {
  const taken = await consumeRateLimit(limits.ip, ip);
  return taken.allowed ? null : Math.ceil(taken.retryAfterSeconds / 60);
}

/** All that is written behind a plus arrives in the same mailbox: `ada+emails@example.org`. */
const mailboxOf = (email: string): string => email.toLowerCase().replace(/(?<=.)\+.*(?=@)/, "");

/** Whether an email address may be written down once more today. Whoever asks is told nothing of it. */
export const isEmailWithinLimit = async (email: string): Promise<boolean> =>
  (await consumeRateLimit(limits.email, mailboxOf(email))).allowed;
