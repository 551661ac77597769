import { keepMailEvent } from "~/newsletter/resend-sync/record-mail-event.server";
import { readMailEvent } from "~/platform/mail/resend/events.server";

const refusals = {
  unsigned: { status: 401, words: "Not signed: an event carries Resend's signature" },
  "not-genuine": { status: 400, words: "The signature is not Resend's, or it is too old" },
  "not-an-event": { status: 400, words: "The body is not an event" },
} as const;

/** Takes in a webhook of Resend's: verified, then event and what follows from it are committed together, then answered. */
export async function takeResendWebhook(
  rawBody: Buffer,
  header: (name: string) => string | null,
): Promise<{ status: 200 | 400 | 401; words: string }> {
  const event = readMailEvent(rawBody, header);
  if ("refused" in event) return refusals[event.refused];
  await keepMailEvent(event);
  return { status: 200, words: "kept" };
}
