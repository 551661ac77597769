import { randomUUID } from "node:crypto";
import { resendInstant } from "./api/answer";
import type { Store } from "./store";
import type { Webhooks } from "./webhooks";

export type Subscription = "opt_in" | "opt_out";

/** One address of the pretend audience. */
export type Contact = {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  /** Gets no broadcast at all. */
  unsubscribed: boolean;
  properties: Record<string, string | number>;
  segments: string[];
  /** Only what was chosen: where nothing was, the topic's default counts. */
  topics: Record<string, Subscription>;
  createdAt: string;
};

export type ContactChange = Partial<Pick<Contact, "firstName" | "lastName" | "unsubscribed">> & {
  /** null takes a property away. */
  properties?: Record<string, string | number | null>;
};

export type Contacts = {
  find(idOrEmail: string): Contact | undefined;
  /** Adds a contact, or, as Resend does, sets one that is there anew: whatever is left out falls back to its default. */
  upsert(given: Pick<Contact, "email"> & Partial<Contact>): Contact;
  change(contact: Contact, change: ContactChange): void;
  remove(contact: Contact): void;
  setSegment(contact: Contact, segment: string, member: boolean): void;
  setTopics(contact: Contact, topics: { id: string; subscription: Subscription }[]): void;
  /** Newest first, those of a segment or all; null: there is no such contact to go on after. */
  page(given: { segment?: string; after?: string; limit: number }): { contacts: Contact[]; more: boolean } | null;
  /** The ids of a segment's contacts, oldest first. */
  inSegment(segment: string): string[];
  ids(): Iterable<string>;
  count(): number;
};

const instantOf = () => new Date().toISOString();

/**
 * The audience. A hundred thousand contacts are a few dozen megabytes; pages of a list are found without walking
 * through all of it.
 */
export function openContacts(store: Store, webhooks: Webhooks): Contacts {
  const kept = store.collection<Contact>("contacts");
  const idOf = new Map<string, string>();
  const order: (string | null)[] = [];
  const placeOf = new Map<string, number>();
  const index = (contact: Contact) => {
    idOf.set(contact.email.toLowerCase(), contact.id);
    if (placeOf.has(contact.id)) return;
    placeOf.set(contact.id, order.length);
    order.push(contact.id);
  };
  for (const contact of kept.values()) index(contact);

  const save = (contact: Contact, event: "contact.created" | "contact.updated") => {
    kept.put(contact.id, contact);
    index(contact);
    webhooks.announce({ type: event, created_at: instantOf(), data: contactEvent(contact) });
  };

  const find = (key: string) => kept.get(key) ?? kept.get(idOf.get(key.toLowerCase()) ?? "");
  return {
    find,
    upsert(given) {
      const old = find(given.email);
      const contact: Contact = {
        id: old?.id ?? randomUUID(),
        email: given.email,
        firstName: given.firstName ?? null,
        lastName: given.lastName ?? null,
        unsubscribed: given.unsubscribed ?? false,
        properties: given.properties ?? {},
        segments: [...new Set([...(old?.segments ?? []), ...(given.segments ?? [])])],
        topics: { ...old?.topics, ...given.topics },
        createdAt: old?.createdAt ?? instantOf(),
      };
      save(contact, old ? "contact.updated" : "contact.created");
      return contact;
    },
    change(contact, { properties = {}, ...change }) {
      const merged = Object.entries({ ...contact.properties, ...properties }).filter(([, value]) => value !== null);
      save({ ...contact, ...change, properties: Object.fromEntries(merged) as Contact["properties"] }, "contact.updated");
    },
    remove(contact) {
      kept.delete(contact.id);
      idOf.delete(contact.email.toLowerCase());
      order[placeOf.get(contact.id) ?? -1] = null;
      placeOf.delete(contact.id);
      webhooks.announce({ type: "contact.deleted", created_at: instantOf(), data: contactEvent(contact) });
    },
    setSegment(contact, segment, member) {
      const others = contact.segments.filter((id) => id !== segment);
      kept.put(contact.id, { ...contact, segments: member ? [...others, segment] : others });
    },
    setTopics(contact, topics) {
      const changed = {
        ...contact,
        topics: { ...contact.topics, ...Object.fromEntries(topics.map((topic) => [topic.id, topic.subscription])) },
      };
      kept.put(contact.id, changed);
      const list = Object.entries(changed.topics).map(([id, subscription]) => ({ id, subscription }));
      webhooks.announce({ type: "contact.topics.updated", created_at: instantOf(), data: { email: contact.email, topics: list } });
    },
    page({ segment, after, limit }) {
      const from = after === undefined ? order.length : placeOf.get(after);
      if (from === undefined) return null;
      const contacts: Contact[] = [];
      for (let place = from - 1; place >= 0; place -= 1) {
        const contact = kept.get(order[place] ?? "");
        if (!contact || (segment !== undefined && !contact.segments.includes(segment))) continue;
        if (contacts.length === limit) return { contacts, more: true };
        contacts.push(contact);
      }
      return { contacts, more: false };
    },
    inSegment: (segment) => order.filter((id): id is string => id !== null && (kept.get(id)?.segments.includes(segment) ?? false)),
    ids: () => placeOf.keys(),
    count: () => placeOf.size,
  };
}

/** The `data` of `contact.*`: https://resend.com/docs/dashboard/webhooks/event-types */
const contactEvent = (contact: Contact) => ({
  id: contact.id,
  audience_id: contact.segments[0] ?? "",
  segment_ids: contact.segments,
  created_at: resendInstant(contact.createdAt),
  updated_at: resendInstant(instantOf()),
  email: contact.email,
  first_name: contact.firstName,
  last_name: contact.lastName,
  unsubscribed: contact.unsubscribed,
});

/** A contact as lists show it. */
export const shortContact = (contact: Contact) => ({
  id: contact.id,
  email: contact.email,
  first_name: contact.firstName,
  last_name: contact.lastName,
  created_at: resendInstant(contact.createdAt),
  unsubscribed: contact.unsubscribed,
});

/** A contact as `GET /contacts/:id` gives it. */
export const wholeContact = (contact: Contact) => ({
  object: "contact",
  ...shortContact(contact),
  properties: Object.fromEntries(Object.entries(contact.properties).map(([key, value]) => [key, { type: typeof value, value }])),
});
