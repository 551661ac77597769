import { resendInstant } from "./api/answer";

/** What becomes of an email to an address. `delayed`: late, but it arrives. */
export type Outcome = "delivered" | "bounced" | "complained" | "failed" | "suppressed" | "delayed";

export type MessageEvent = "sent" | "delivered" | "delivery_delayed" | "bounced" | "complained" | "failed" | "suppressed";

/** One email that the sandbox accepted. */
export type Message = {
  id: string;
  /** The broadcast that it is one email of. */
  broadcastId?: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  topicId: string | null;
  attachments: string[];
  /** The key the sender gave, shown in the outbox. */
  idempotencyKey: string | null;
  createdAt: string;
  history: { event: MessageEvent; at: string }[];
};

/** The bare address in `Name <address>`, in lower case. */
export const emailAddressIn = (text: string): string => (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();

/**
 * What the test addresses of Resend stand for, labels included (bounced+anything@resend.dev):
 * https://resend.com/docs/dashboard/emails/send-test-emails
 */
export function outcomeOf(address: string): Outcome {
  const match = /^(delivered|bounced|complained|suppressed|failed|delayed)(\+[^@]*)?@resend\.dev$/.exec(address);
  return (match?.[1] as Outcome | undefined) ?? "delivered";
}

/** What Resend reports of an email with this outcome, in order. */
export const eventsOf: Record<Outcome, MessageEvent[]> = {
  delivered: ["sent", "delivered"],
  bounced: ["sent", "bounced"],
  complained: ["sent", "delivered", "complained"],
  failed: ["failed"],
  suppressed: ["suppressed"],
  delayed: ["sent", "delivery_delayed", "delivered"],
};

const details: Partial<Record<MessageEvent, Record<string, unknown>>> = {
  bounced: {
    bounce: { type: "Permanent", subType: "General", message: "The mailbox does not exist." },
  },
  failed: { failed: { reason: "The sandbox was asked to fail this email." } },
  suppressed: {
    suppressed: {
      type: "OnAccountSuppressionList",
      message: "The address is on the suppression list.",
    },
  },
};

/** The `data` of a webhook about an email: https://resend.com/docs/dashboard/webhooks/event-types */
export const eventData = (message: Message, event: MessageEvent): Record<string, unknown> => ({
  ...(message.broadcastId !== undefined && { broadcast_id: message.broadcastId }),
  email_id: message.id,
  message_id: `<${message.id}@sandbox.invalid>`,
  created_at: resendInstant(message.createdAt),
  from: message.from,
  to: message.to,
  subject: message.subject,
  tags: Object.fromEntries(message.tags.map(({ name, value }) => [name, value])),
  ...details[event],
});

/** An email as `GET /emails/:id` gives it. */
export const wholeMessage = (message: Message) => ({
  object: "email",
  ...shortMessage(message),
  message_id: `<${message.id}@sandbox.invalid>`,
  html: message.html,
  text: message.text,
  tags: message.tags,
  topic_id: message.topicId,
});

/** An email as `GET /emails` lists it: without its body. */
export const shortMessage = (message: Message) => ({
  id: message.id,
  from: message.from,
  to: message.to,
  cc: message.cc,
  bcc: message.bcc,
  reply_to: message.replyTo,
  subject: message.subject,
  created_at: resendInstant(message.createdAt),
  last_event: message.history.at(-1)?.event ?? "queued",
  scheduled_at: null,
});
