import type { WebhookEventPayload } from "resend";
import { config } from "~/platform/config/config.server";
import { resendClient } from "./client.server";

/**
 * Checks that a webhook comes from Resend and is not older (or newer) than five minutes.
 * @param rawBody the body exactly as it came
 * @returns the event with the id to recognise repetitions by, or why it is refused
 */
export function verifyResendWebhook(
  rawBody: string,
  headers: Headers,
): { id: string; event: WebhookEventPayload } | { refused: "unsigned" | "invalid-signature" } {
  const id = headers.get("svix-id");
  const timestamp = headers.get("svix-timestamp");
  const signature = headers.get("svix-signature");
  if (!id || !timestamp || !signature) return { refused: "unsigned" };
  try {
    const event = resendClient().webhooks.verify({
      payload: rawBody,
      headers: { id, timestamp, signature },
      webhookSecret: config.resend.webhookSecret,
    });
    return { id, event };
  } catch {
    return { refused: "invalid-signature" };
  }
}
