import type { WebhookEventPayload } from "resend";
import { z } from "zod";
import { reasonOf } from "./suppressions.server";
import { verifyResendWebhook } from "./verify-webhook.server";

/** What a webhook of Resend's tells. Facts that can be stale (who is opted out) are only a reason to look. */
export type MailEvent = {
  /** The same when it comes again. */
  id: string;
  type: string;
  broadcastId: string | null;
  emailId: string | null;
  tells:
    | null
    /** No such mailbox, for good; or its owner called the letter spam; or Resend's own list has the address. */
    | { what: "bounce" | "complaint"; address: string }
    /** Something about a contact changed, or it is gone. */
    | { what: "contact-changed"; contact: string; unsubscribed: boolean }
    | { what: "contact-gone"; contact: string }
    | { what: "topics-changed"; address: string };
};

/** Reads a webhook of Resend's, or says why it is refused: https://resend.com/docs/dashboard/webhooks/event-types */
export function readMailEvent(
  rawBody: Buffer,
  header: (name: string) => string | null,
): MailEvent | { refused: "unsigned" | "not-genuine" | "not-an-event" } {
  const names = ["svix-id", "svix-timestamp", "svix-signature"];
  const headers = new Headers(names.flatMap((name) => (header(name) === null ? [] : [[name, header(name) ?? ""] as [string, string]])));
  const verified = verifyResendWebhook(rawBody.toString("utf8"), headers);
  if ("refused" in verified) return verified;
  const { id, event } = verified;
  // Signed, but perhaps by a later version of theirs: what we do not know is kept and does nothing.
  if (typeof event?.type !== "string") return { refused: "not-an-event" };
  const data = (event.data ?? {}) as { email_id?: unknown; broadcast_id?: unknown };
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const needs = needed[event.type];
  // It is sent again, and seen on Resend's own pages as refused: better than a bounce that nobody heard of.
  if (needs && !needs.safeParse(event.data).success) return { refused: "not-an-event" };
  return { id, type: event.type, broadcastId: text(data.broadcast_id), emailId: text(data.email_id), tells: toldBy(event) };
}

const addressed = z.object({ to: z.array(z.string()).min(1) });
const contact = z.object({ id: z.string() });

/** What an event must say, so that what follows from it can be done. */
const needed: Record<string, z.ZodType> = {
  "email.bounced": addressed.extend({ bounce: z.object({ type: z.string() }) }),
  "email.complained": addressed,
  "suppression.added": z.object({ email: z.string() }),
  "contact.updated": contact.extend({ unsubscribed: z.boolean() }),
  "contact.deleted": contact,
  "contact.topics.updated": z.object({ email: z.string() }),
};

function toldBy(event: WebhookEventPayload): MailEvent["tells"] {
  switch (event.type) {
    case "email.bounced":
      // "Transient" is a full mailbox, or a server that is away.
      return event.data.bounce.type === "Permanent" ? about("bounce", event.data.to) : null;
    case "email.complained":
      return about("complaint", event.data.to);
    case "suppression.added":
      return about(reasonOf(event.data.origin), [event.data.email]);
    case "contact.updated":
      return { what: "contact-changed", contact: event.data.id, unsubscribed: event.data.unsubscribed };
    case "contact.deleted":
      return { what: "contact-gone", contact: event.data.id };
    case "contact.topics.updated":
      return { what: "topics-changed", address: event.data.email };
    default:
      return null;
  }
}

/** Letters go to one address each. */
function about(what: "bounce" | "complaint", to: string[]): MailEvent["tells"] {
  const address = /<([^<>]+)>\s*$/.exec(to[0] ?? "")?.[1] ?? to[0];
  return address ? { what, address: address.trim().toLowerCase() } : null;
}
