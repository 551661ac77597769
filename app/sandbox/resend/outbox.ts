import { addressIn, eventData, eventsOf, outcomeOf, type Message, type MessageEvent, type Outcome } from "./message";
import type { Store } from "./store";
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
};

export function openOutbox(store: Store, webhooks: Webhooks, now: () => Date): Outbox {
  const messages = store.collection<Message>("messages");
  const fates = store.collection<Outcome>("fates");
  const record = (message: Message, event: MessageEvent): Message => {
    const at = now().toISOString();
    webhooks.announce({ type: `email.${event}`, created_at: at, data: eventData(message, event) });
    return { ...message, history: [...message.history, { event, at }] };
  };
  return {
    accept(message) {
      const address = addressIn(message.to[0] ?? "");
      const events = eventsOf[fates.get(address) ?? outcomeOf(address)];
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
  };
}
