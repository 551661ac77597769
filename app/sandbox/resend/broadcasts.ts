import { resendInstant } from "./api/answer";
import type { Contact } from "./contacts";

/** One broadcast of the pretend Resend. */
export type Broadcast = {
  id: string;
  name: string;
  segmentId: string;
  topicId: string | null;
  from: string;
  replyTo: string[] | null;
  subject: string;
  previewText: string | null;
  html: string | null;
  text: string | null;
  status: "draft" | "queued" | "sent";
  createdAt: string;
  sentAt: string | null;
};

/** What became of a broadcast, in counts: the emails themselves are not kept, but for a few. */
export type BroadcastCounts = {
  /** Contacts that it was sent to, and how often the most often reached one was. */
  reached: number;
  mostOften: number;
  sent: number;
  delivered: number;
  bounced: number;
  complained: number;
  suppressed: number;
};

/** A broadcast as lists show it: without its body. */
export const shortBroadcast = (broadcast: Broadcast) => ({
  id: broadcast.id,
  name: broadcast.name,
  audience_id: broadcast.segmentId,
  segment_id: broadcast.segmentId,
  status: broadcast.status,
  created_at: resendInstant(broadcast.createdAt),
  scheduled_at: null,
  sent_at: broadcast.sentAt && resendInstant(broadcast.sentAt),
});

/** A broadcast as `GET /broadcasts/:id` gives it. */
export const wholeBroadcast = (broadcast: Broadcast) => ({
  object: "broadcast",
  ...shortBroadcast(broadcast),
  from: broadcast.from,
  subject: broadcast.subject,
  reply_to: broadcast.replyTo,
  preview_text: broadcast.previewText,
  topic_id: broadcast.topicId,
  html: broadcast.html,
  text: broadcast.text,
});

/**
 * Fills in what a broadcast says of its reader: `{{{contact.first_name|there}}}`, and the address to leave at.
 * https://resend.com/docs/dashboard/broadcasts/introduction
 */
export function fillIn(text: string, contact: Contact, leaveUrl: string): string {
  const known: Record<string, string | number | null> = {
    ...contact.properties,
    email: contact.email,
    first_name: contact.firstName,
    last_name: contact.lastName,
    resend_unsubscribe_url: leaveUrl,
  };
  return text.replace(/\{\{\{\s*(?:contact\.)?(\w+)\s*(?:\|([^}]*))?\}\}\}/gi, (_whole, name: string, otherwise = "") =>
    String(known[name] ?? known[name.toLowerCase()] ?? otherwise),
  );
}
