import { emailAddressIn, eventData, eventsOf, outcomeOf, type Message, type MessageEvent, type Outcome } from "./message";
import type { Store } from "./store";
import type { Suppressions } from "./api/suppressions";
import type { Webhooks } from "./webhooks";

/** The emails that were accepted, and what becomes of each. */
export type Outbox = {
  /** Keeps an email, lets its outcome happen, and gives its id. */
  accept(message: Message): string;
  get(id: string): Message | undefined;
  newestFirst(): Message[];
  /** Decides the outcome of all later emails to an address. */
  decide(address: string, outcome: Outcome): void;
  /** Reports something that happens to an email later on, such as a complaint. False: there is no such email. */
  report(id: string, event: MessageEvent): boolean;
  empty(): void;
  /** What becomes of an email to an address, were it sent now. */
  outcomeFor(address: string): Outcome;
  /** Puts the address of an email that bounced or was complained of onto Resend's own list. */
  suppress(event: MessageEvent, address: string, messageId: string): void;
};

export function openOutbox(store: Store, webhooks: Webhooks, suppressions: Suppressions, now: () => Date): Outbox {
  const messages = store.collection<Message>("messages");
  const outcomes = store.collection<Outcome>("outcomes");
  const record = (message: Message, event: MessageEvent): Message => {
    const at = now().toISOString();
    webhooks.announce({ type: `email.${event}`, created_at: at, data: eventData(message, event) });
    suppressions.follow(event, emailAddressIn(message.to[0] ?? ""), message.id);
    return { ...message, history: [...message.history, { event, at }] };
  };
  const outcomeFor = (address: string): Outcome =>
    suppressions.has(address) ? "suppressed" : (outcomes.get(address.toLowerCase()) ?? outcomeOf(address.toLowerCase()));
  return {
    accept(message) {
      const events = eventsOf[outcomeFor(emailAddressIn(message.to[0] ?? ""))];
      messages.put(message.id, events.reduce(record, message));
      return message.id;
    },
    get: (id) => messages.get(id),
    newestFirst: () => messages.values().toReversed(),
    decide: (address, outcome) => outcomes.put(address.toLowerCase(), outcome),
    report(id, event) {
      const message = messages.get(id);
      if (!message) return false;
      messages.put(id, record(message, event));
      return true;
    },
    empty: () => messages.clear(),
    outcomeFor,
    suppress: (event, address, messageId) => suppressions.follow(event, address, messageId),
  };
}
