import type { WebhookEventPayload } from "resend";
import { z } from "zod";
import { toSuppressionReason } from "./suppressions.server";
import { verifyResendWebhook } from "./verify-webhook.server";

/** What a webhook of Resend's tells. Facts that can be stale (who is opted out) are only a reason to look. */
export type ResendWebhookEvent = {
  /** The same when it comes again. */
  id: string;
  type: string;
  broadcastId: string | null;
  emailId: string | null;
  effect:
    | null
    /** No such mailbox, for good; or its owner called the email spam; or Resend's own list has the address. */
    | { kind: "bounce" | "complaint"; email: string }
    /** Something about a contact changed, or it is gone. */
    | { kind: "contact-updated"; contactId: string; unsubscribed: boolean }
    | { kind: "contact-deleted"; contactId: string }
    | { kind: "topics-updated"; email: string };
};

/** Reads a webhook of Resend's, or says why it is refused: https://resend.com/docs/dashboard/webhooks/event-types */
export function parseWebhookEvent(
  rawBody: Buffer,
  header: (name: string) => string | null,
): ResendWebhookEvent | { refused: "unsigned" | "invalid-signature" | "not-an-event" } {
  const headerNames = ["svix-id", "svix-timestamp", "svix-signature"];
  const headers = new Headers(
    headerNames.flatMap((name) => (header(name) === null ? [] : [[name, header(name) ?? ""] as [string, string]])),
  );
  const verified = verifyResendWebhook(rawBody.toString("utf8"), headers);
  if ("refused" in verified) return verified;
  const { id, event } = verified;
  // Signed, but perhaps by a later version of theirs: what we do not know is kept and does nothing.
  if (typeof event?.type !== "string") return { refused: "not-an-event" };
  const data = (event.data ?? {}) as { email_id?: unknown; broadcast_id?: unknown };
  const nonEmptyString = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const schema = requiredFields[event.type];
  // It is sent again, and seen on Resend's own pages as refused: better than a bounce that nobody heard of.
  if (schema && !schema.safeParse(event.data).success) return { refused: "not-an-event" };
  return {
    id,
    type: event.type,
    broadcastId: nonEmptyString(data.broadcast_id),
    emailId: nonEmptyString(data.email_id),
    effect: effectOf(event),
  };
}

const recipientsSchema = z.object({ to: z.array(z.string()).min(1) });
const contactSchema = z.object({ id: z.string() });

/** What an event must say, so that what follows from it can be done. */
const requiredFields: Record<string, z.ZodType> = {
  "email.bounced": recipientsSchema.extend({ bounce: z.object({ type: z.string() }) }),
  "email.complained": recipientsSchema,
  "suppression.added": z.object({ email: z.string() }),
  "contact.updated": contactSchema.extend({ unsubscribed: z.boolean() }),
  "contact.deleted": contactSchema,
  "contact.topics.updated": z.object({ email: z.string() }),
};

function effectOf(event: WebhookEventPayload): ResendWebhookEvent["effect"] {
  switch (event.type) {
    case "email.bounced":
      // "Transient" is a full mailbox, or a server that is away.
      return event.data.bounce.type === "Permanent" ? addressEffect("bounce", event.data.to) : null;
    case "email.complained":
      return addressEffect("complaint", event.data.to);
    case "suppression.added":
      return addressEffect(toSuppressionReason(event.data.origin), [event.data.email]);
    case "contact.updated":
      return { kind: "contact-updated", contactId: event.data.id, unsubscribed: event.data.unsubscribed };
    case "contact.deleted":
      return { kind: "contact-deleted", contactId: event.data.id };
    case "contact.topics.updated":
      return { kind: "topics-updated", email: event.data.email };
    default:
      return null;
  }
}

/** Emails go to one address each. */
function addressEffect(kind: "bounce" | "complaint", to: string[]): ResendWebhookEvent["effect"] {
  const email = /<([^<>]+)>\s*$/.exec(to[0] ?? "")?.[1] ?? to[0];
  return email ? { kind, email: email.trim().toLowerCase() } : null;
}
