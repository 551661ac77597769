import { checkSecondPress, secondsUntilNetworkAllowed, type SecondPress } from "~/platform/http/forms/second-press.server";
import { consumeRateLimit, type RateLimit } from "~/platform/http/rate-limit.server";

/** A school class signs up behind one connection; ten thousand forms don't come from people. */
export const limits = {
  ip: { name: "newsletter-ip", points: 30, windowSeconds: 60 * 60 },
  email: { name: "newsletter-email", points: 5, windowSeconds: 24 * 60 * 60 },
} satisfies Record<string, RateLimit>;

/**
 * Others behind one connection may have used its limit up: nobody is refused for them, but asked to press once more.
 * @param ticket as the form brought it @returns null when the form may be taken
 */
export const checkNetwork = (email: string, { ip, ticket }: { ip: string; ticket?: string | undefined }): Promise<SecondPress | null> =>
  checkSecondPress(`newsletter ${email.toLowerCase()}`, ticket, (isSecondPress) =>
    secondsUntilNetworkAllowed(limits.ip, ip, isSecondPress),
  );

/** All that is written behind a plus arrives in the same mailbox: `ada+emails@example.org`. */
const mailboxOf = (email: string): string => email.toLowerCase().replace(/(?<=.)\+.*(?=@)/, "");

/** Whether an email address may be written down once more today. Whoever asks is told nothing of it. */
export const isEmailWithinLimit = async (email: string): Promise<boolean> =>
  (await consumeRateLimit(limits.email, mailboxOf(email))).allowed;
