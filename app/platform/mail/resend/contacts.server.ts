import { callResendOrNull, callResend } from "./request.server";

/** A contact as Resend knows it. */
export type Contact = {
  id: string;
  email: string;
  /** Gets no broadcast at all: the person opted out there, or we said so. */
  unsubscribed: boolean;
  createdAt: Date;
  /** Properties of ours; absent in lists. */
  properties?: Record<string, string>;
};

export type TopicSubscription = { id: string; subscription: "opt_in" | "opt_out" };
export type NewContact = { email: string; properties: Record<string, string>; segments: string[]; topics: TopicSubscription[] };

type ResendContactRow = { id: string; email: string; unsubscribed: boolean; created_at: string };

/** Resend writes instants as PostgreSQL does: `2026-09-07 10:00:00.000+00`. */
const toContact = ({ id, email, unsubscribed, created_at }: ResendContactRow): Contact => ({
  id,
  email,
  unsubscribed,
  createdAt: new Date(created_at.replace(" ", "T").replace(/\+00$/, "Z")),
});

/**
 * Looks for a contact, by Resend's id or by its address. An address goes into a path, where `/`, `?` and `#` would mean
 * something else: it is written so that it can't. Null: there is none.
 */
export async function findContact(by: { id: string } | { email: string }): Promise<Contact | null> {
  const key = "id" in by ? by.id : encodeURIComponent(by.email);
  const found = await callResendOrNull((client, options) => client.contacts.get({ id: key }, options));
  if (!found) return null;
  const properties = Object.entries(found.properties ?? {}).map(([name, { value }]) => [name, String(value)] as const);
  return { ...toContact(found), properties: Object.fromEntries(properties) };
}

/**
 * Adds a contact. Only after a look found none: Resend would subscribe somebody again who opted out.
 * @returns its id
 */
export async function createContact(contact: NewContact): Promise<string> {
  const { email, properties, segments, topics } = contact;
  const payload = { email, unsubscribed: false, properties, segments: segments.map((id) => ({ id })), topics };
  return (await callResend((client, options) => client.contacts.create(payload, options))).id;
}

/** Changes what is given and leaves the rest. False: the contact is gone. */
export async function updateContact(id: string, change: { unsubscribed?: boolean; properties?: Record<string, string> }): Promise<boolean> {
  return (await callResendOrNull((client, options) => client.contacts.update({ id, ...change }, options))) !== null;
}

/** Opts a contact in to topics and out of others. */
export async function setContactTopics(id: string, topics: TopicSubscription[]): Promise<void> {
  await callResend((client, options) => client.contacts.topics.update({ id, topics }, options));
}

/** The ids of the topics that a contact is opted in to. */
export async function listContactTopicIds(id: string): Promise<string[]> {
  const { data } = await callResend((client, options) => client.contacts.topics.list({ id, limit: 100 }, options));
  return data.filter(({ subscription }) => subscription === "opt_in").map((topic) => topic.id);
}

/** The ids of the segments that a contact is in. */
export async function listContactSegmentIds(contactId: string): Promise<string[]> {
  const { data } = await callResend((client, options) => client.contacts.segments.list({ contactId, limit: 100 }, options));
  return data.map(({ id }) => id);
}

/** Puts a contact into a segment or takes it out, any number of times with one effect. */
export async function setSegmentMembership(contactId: string, segmentId: string, isMember: boolean): Promise<void> {
  const params = { contactId, segmentId };
  if (isMember) await callResend((client, options) => client.contacts.segments.add(params, options));
  else await callResendOrNull((client, options) => client.contacts.segments.remove(params, options));
}

/** Removes a contact, or finds it gone. */
export async function deleteContact(id: string): Promise<void> {
  await callResendOrNull((client, options) => client.contacts.remove({ id }, options));
}

/**
 * All contacts, of a segment or of all, newest first and a hundred at a time: memory stays the same for any number.
 * @param startAfter the contact to go on after; one that is gone meanwhile: from the start again
 */
export async function* streamContactPages(segmentId?: string, startAfter?: string | null): AsyncGenerator<Contact[]> {
  const start = startAfter && (await findContact({ id: startAfter })) ? startAfter : undefined;
  for (let after = start; ;) {
    const page = { limit: 100, ...(segmentId !== undefined && { segmentId }), ...(after !== undefined && { after }) };
    const { data, has_more: hasMore } = await callResend((client, options) => client.contacts.list(page, options));
    yield data.map(toContact);
    after = data.at(-1)?.id;
    if (!hasMore || after === undefined) return;
  }
}
