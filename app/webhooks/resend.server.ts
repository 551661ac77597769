import { recordMailEvent } from "~/newsletter/resend-sync/record-mail-event.server";
import { parseWebhookEvent } from "~/platform/mail/resend/events.server";

const refusalResponses = {
  unsigned: { status: 401, message: "Not signed: an event carries Resend's signature" },
  "invalid-signature": { status: 400, message: "The signature is not Resend's, or it is too old" },
  "not-an-event": { status: 400, message: "The body is not an event" },
} as const;

/** Takes in a webhook of Resend's: verified, then event and what follows from it are committed together, then answered. */
export async function receiveResendWebhook(
  rawBody: Buffer,
  header: (name: string) => string | null,
): Promise<{ status: 200 | 400 | 401; message: string }> {
  const event = parseWebhookEvent(rawBody, header);
  if ("refused" in event) return refusalResponses[event.refused];
  await recordMailEvent(event);
  return { status: 200, message: "kept" };
}
