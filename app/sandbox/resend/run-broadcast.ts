import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { fillIn, type Broadcast, type BroadcastCounts } from "./broadcasts";
import type { Contact, Contacts } from "./contacts";
import type { Labels } from "./api/labels";
import { eventData, eventsOf, type Message } from "./message";
import type { Outbox } from "./outbox";
import type { Collection, Store } from "./store";
import type { Webhooks } from "./webhooks";

export type BroadcastRunner = {
  start(id: string): void;
  counts(id: string): BroadcastCounts;
  /** How often a contact was sent a broadcast. */
  timesReached(id: string, contactId: string): number;
  /** Resolves once no broadcast is being sent. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

type RunnerParts = {
  store: Store;
  kept: Collection<Broadcast>;
  contacts: Contacts;
  labels: Labels;
  outbox: Outbox;
  webhooks: Webhooks;
  now: () => Date;
  /** Where its pages are, once it listens. */
  baseUrl: () => string;
};

/** So many emails of each broadcast are kept whole, to be read in the outbox. */
const samples = 20;
const atOnce = 200;
/** Broadcasts wait while so many webhooks are on their way, so that a large one stays small in memory. */
const mostWebhooks = 2_000;

const nothing: BroadcastCounts = { reached: 0, mostOften: 0, sent: 0, delivered: 0, bounced: 0, complained: 0, suppressed: 0 };

/**
 * Sends broadcasts: each contact of the segment that did not leave gets one email. Of a large one, counts are kept and
 * the first emails. One that was under way when the sandbox ended goes on where it was.
 */
export function openBroadcastRunner({ store, kept, contacts, labels, outbox, webhooks, now, baseUrl }: RunnerParts): BroadcastRunner {
  const reached = store.collection<number>("reached");
  const counts = store.collection<BroadcastCounts>("broadcast-counts");
  const running = new Map<string, Promise<void>>();
  let closing = false;

  const isMeant = (broadcast: Broadcast, contact: Contact): boolean => {
    if (contact.unsubscribed || !contact.segments.includes(broadcast.segmentId)) return false;
    if (!broadcast.topicId) return true;
    return (contact.topics[broadcast.topicId] ?? labels.topics.get(broadcast.topicId)?.defaultSubscription) === "opt_in";
  };

  function deliver(broadcast: Broadcast, contact: Contact, tally: BroadcastCounts): void {
    const key = `${broadcast.id} ${contact.id}`;
    const times = (reached.get(key) ?? 0) + 1;
    reached.put(key, times);
    tally.reached += times === 1 ? 1 : 0;
    tally.mostOften = Math.max(tally.mostOften, times);
    const message = emailTo(broadcast, contact, `${baseUrl()}/unsubscribe/${contact.id}?broadcast=${broadcast.id}`, now());
    const events = eventsOf[outbox.outcomeFor(contact.email)];
    for (const event of events) if (event in tally) tally[event as "sent"] += 1;
    if (tally.reached <= samples) return void outbox.accept(message);
    for (const event of events) {
      webhooks.announce({ type: `email.${event}`, created_at: now().toISOString(), data: eventData(message, event) });
      outbox.suppress(event, contact.email, message.id);
    }
  }

  async function run(id: string): Promise<void> {
    const broadcast = kept.get(id);
    if (!broadcast) return;
    const meant = contacts.inSegment(broadcast.segmentId);
    const tally = { ...nothing, ...counts.get(id) };
    for (let first = 0; first < meant.length; first += atOnce) {
      while (webhooks.waiting() > mostWebhooks && !closing) await wait(10);
      if (closing) return;
      for (const contactId of meant.slice(first, first + atOnce)) {
        const contact = contacts.find(contactId);
        if (contact && isMeant(broadcast, contact) && !reached.get(`${id} ${contactId}`)) deliver(broadcast, contact, tally);
      }
      counts.put(id, { ...tally });
      await wait(0);
    }
    kept.put(id, { ...broadcast, status: "sent", sentAt: now().toISOString() });
  }

  /** Begins a turn later, so that the request that asked for it is answered first. */
  function start(id: string): void {
    if (running.has(id) || closing) return;
    running.set(
      id,
      wait(0)
        .then(() => run(id))
        .finally(() => running.delete(id)),
    );
  }

  for (const { id, status } of kept.values()) if (status === "queued") start(id);
  return {
    start,
    counts: (id) => counts.get(id) ?? nothing,
    timesReached: (id, contactId) => reached.get(`${id} ${contactId}`) ?? 0,
    async settled() {
      while (running.size > 0) await wait(5);
    },
    async close() {
      closing = true;
      await Promise.all(running.values());
    },
  };
}

/** One email of a broadcast, with the headers by which mail programs offer to leave (RFC 8058), as Resend adds them. */
const emailTo = (broadcast: Broadcast, contact: Contact, leaveUrl: string, at: Date): Message => {
  const fill = (text: string | null) => text && fillIn(text, contact, leaveUrl);
  return {
    id: randomUUID(),
    broadcastId: broadcast.id,
    from: broadcast.from,
    to: [contact.email],
    cc: [],
    bcc: [],
    replyTo: broadcast.replyTo ?? [],
    subject: fillIn(broadcast.subject, contact, leaveUrl),
    html: fill(broadcast.html),
    text: fill(broadcast.text),
    headers: { "List-Unsubscribe": `<${leaveUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    tags: [],
    topicId: broadcast.topicId,
    attachments: [],
    idempotencyKey: null,
    createdAt: at.toISOString(),
    history: [],
  };
};
