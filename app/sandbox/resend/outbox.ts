import { addressIn, eventData, eventsOf, outcomeOf, type Message, type MessageEvent, type Outcome } from "./message";
import type { Store } from "./store";
import type { Suppressions } from "./suppressions";
import type { Webhooks } from "./webhooks";

/** The letters that were accepted, and what becomes of each. */
export type Outbox = {
  /** Keeps a letter, lets its fate happen, and gives its id. */
  accept(message: Message): string;
  get(id: string): Message | undefined;
  newestFirst(): Message[];
  /** Decides the fate of all later letters to an address. */
  decide(address: string, outcome: Outcome): void;
  /** Reports something that happens to a letter later on, such as a complaint. False: there is no such letter. */
  report(id: string, event: MessageEvent): boolean;
  empty(): void;
  /** What becomes of a letter to an address, were it sent now. */
  fateOf(address: string): Outcome;
  /** Puts the address of a letter that bounced or was complained of onto Resend's own list. */
  suppress(event: MessageEvent, address: string, messageId: string): void;
};

export function openOutbox(store: Store, webhooks: Webhooks, suppressions: Suppressions, now: () => Date): Outbox {
  const messages = store.collection<Message>("messages");
  const fates = store.collection<Outcome>("fates");
  const record = (message: Message, event: MessageEvent): Message => {
    const at = now().toISOString();
    webhooks.announce({ type: `email.${event}`, created_at: at, data: eventData(message, event) });
    suppressions.follow(event, addressIn(message.to[0] ?? ""), message.id);
    return { ...message, history: [...message.history, { event, at }] };
  };
  const fateOf = (address: string): Outcome =>
    suppressions.has(address) ? "suppressed" : (fates.get(address.toLowerCase()) ?? outcomeOf(address.toLowerCase()));
  return {
    accept(message) {
      const events = eventsOf[fateOf(addressIn(message.to[0] ?? ""))];
      messages.put(message.id, events.reduce(record, message));
      return message.id;
    },
    get: (id) => messages.get(id),
    newestFirst: () => messages.values().toReversed(),
    decide: (address, outcome) => fates.put(address.toLowerCase(), outcome),
    report(id, event) {
      const message = messages.get(id);
      if (!message) return false;
      messages.put(id, record(message, event));
      return true;
    },
    empty: () => messages.clear(),
    fateOf,
    suppress: (event, address, messageId) => suppressions.follow(event, address, messageId),
  };
}
