import { createServer } from "node:http";
import { close, listen } from "../http";
import { api } from "./api/handle-request";
import { emailRoutes } from "./api/emails";
import { broadcastRoutes } from "./api/broadcasts";
import type { Broadcast, BroadcastCounts } from "./broadcasts";
import { openContacts, type Contacts } from "./contacts";
import { contactRoutes } from "./api/contacts";
import { addVerifiedDomains, domainRoutes } from "./api/domains";
import { planFaults, type Faults } from "./faults";
import { openIdempotency } from "./api/idempotency";
import { openLabels } from "./api/labels";
import type { Message, Outcome } from "./message";
import { openOutbox } from "./outbox";
import { rateLimit } from "./api/rate-limit";
import type { EmailSample } from "./pages/sample-pages";
import { respond } from "./respond";
import { openBroadcastRunner, type BroadcastRunner } from "./run-broadcast";
import { openStore } from "./store";
import { openSuppressions } from "./api/suppressions";
import { webhookEndpointRoutes } from "./api/webhook-endpoints";
import { openWebhooks, usualRetries, type WebhookTarget } from "./webhooks";

export type ResendSandboxOptions = {
  /** 0: any free port. */
  port: number;
  /** Loopback only. */
  host?: string;
  /** Where signed webhooks go; null: nowhere. */
  webhook: WebhookTarget | null;
  /** Where emails are kept between starts; absent: in memory only. */
  stateFile?: string;
  /** Domains that emails may come from. The pretend Resend takes any sender: these are what it says when asked. */
  domains?: readonly string[];
  requestsPerSecond?: number;
  /** Milliseconds before each further attempt to deliver a webhook. */
  webhookRetries?: number[];
  /** Emails with made-up contents, to be looked at beside the outbox. */
  samples?: EmailSample[];
  /** The clock of emails and of idempotency keys; signatures always carry the real time. */
  now?: () => Date;
};

/** What a test, or a person trying the site, can make happen. */
type ResendControl = Faults & {
  /** The accepted emails, newest first. */
  messages(): Message[];
  /** Decides what becomes of all later emails to an address. */
  decide(address: string, outcome: Outcome): void;
  /** The receiver of an email calls it spam. False: there is no such email. */
  complain(messageId: string): boolean;
  /** The broadcasts of a name, whatever their state. */
  broadcasts(name: string): Broadcast[];
  /** What became of all broadcasts of a name together; `mostOften` over all of them. */
  reached(name: string): BroadcastCounts & { everyoneOnce: boolean };
  /** Resolves once no broadcast is being sent. */
  broadcastsSettled(): Promise<void>;
  /** How many contacts there are, and a look at one. */
  contacts(): number;
  contact(idOrEmail: string): {
    id: string;
    unsubscribed: boolean;
    segments: string[];
    topics: Record<string, string>;
    properties: Record<string, string | number>;
  } | null;
  /** Somebody removes a contact in Resend's dashboard, or opts out there, or comes back. */
  removeContact(idOrEmail: string): void;
  optOut(idOrEmail: string, unsubscribed?: boolean): void;
  /** Somebody takes a contact out of a segment in the dashboard. */
  drop(idOrEmail: string, segment: string): void;
  /** The next `times` webhooks each come twice, under the same id. */
  duplicateWebhooks(times: number): void;
  /** Resolves once no webhook is under way or waiting for another attempt. */
  webhooksSettled(): Promise<void>;
  empty(): void;
};

export type ResendSandbox = { url: string; control: ResendControl; stop(): Promise<void> };

/** Starts the pretend Resend: the API at the paths of the real one, and the outbox to read emails in. */
export async function startResendSandbox(options: ResendSandboxOptions): Promise<ResendSandbox> {
  const {
    port,
    host = "127.0.0.1",
    webhook,
    stateFile,
    requestsPerSecond = 10,
    webhookRetries = usualRetries,
    samples = [],
    now = () => new Date(),
  } = options;
  const store = openStore(stateFile ?? null);
  const webhooks = openWebhooks(webhook, store, webhookRetries);
  const suppressions = openSuppressions(store, webhooks, now);
  const outbox = openOutbox(store, webhooks, suppressions, now);
  const contacts = openContacts(store, webhooks);
  const labels = openLabels(store, now);
  const broadcasts = store.collection<Broadcast>("broadcasts");
  let url = "";
  const runner = openBroadcastRunner({ store, kept: broadcasts, contacts, labels, outbox, webhooks, now, baseUrl: () => url });
  const faults = planFaults();
  addVerifiedDomains(store, options.domains ?? [], now);
  const answer = api({
    routes: [
      ...emailRoutes(outbox, now),
      ...contactRoutes(contacts, labels),
      ...labels.routes,
      ...broadcastRoutes(broadcasts, runner, labels, now),
      ...suppressions.routes,
      ...domainRoutes(store, now),
      ...webhookEndpointRoutes(store, now),
    ],
    faults,
    count: rateLimit(requestsPerSecond, Date.now),
    claim: openIdempotency(store, now),
  });

  const server = createServer((request, response) => {
    respond(request, response, { outbox, contacts, labels, broadcasts, samples }, answer).catch(() => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end("The Resend sandbox could not answer this.");
    });
  });
  url = await listen(server, port, host);
  const named = (name: string) => broadcasts.values().filter((broadcast) => broadcast.name === name);
  const changed = (key: string, action: (contact: NonNullable<ReturnType<typeof contacts.find>>) => void) => {
    const contact = contacts.find(key);
    if (contact) action(contact);
  };
  return {
    url,
    control: {
      ...faults,
      messages: () => outbox.newestFirst(),
      decide: (email, outcome) => outbox.decide(email, outcome),
      complain: (id) => outbox.report(id, "complained"),
      broadcasts: named,
      reached: (name) =>
        reachedBy(
          named(name).map(({ id }) => id),
          runner,
          contacts,
        ),
      broadcastsSettled: () => runner.settled(),
      contacts: () => contacts.count(),
      contact: (key) => contacts.find(key) ?? null,
      removeContact: (key) => changed(key, (contact) => contacts.remove(contact)),
      drop: (key, segment) => changed(key, (contact) => contacts.setSegment(contact, segment, false)),
      optOut: (key, unsubscribed = true) => changed(key, (contact) => contacts.change(contact, { unsubscribed })),
      duplicateWebhooks: (times) => webhooks.duplicateNext(times),
      webhooksSettled: () => webhooks.settled(),
      empty: () => outbox.empty(),
    },
    async stop() {
      await runner.close();
      await webhooks.stop();
      await close(server);
      store.close();
    },
  };
}

/** Several broadcasts of one name count as one: whoever got two of them was reached twice. */
function reachedBy(ids: string[], runner: BroadcastRunner, contacts: Contacts): BroadcastCounts & { everyoneOnce: boolean } {
  const all = ids.map((id) => runner.counts(id));
  const sum = (what: keyof BroadcastCounts) => all.reduce((total, counts) => total + counts[what], 0);
  let reached = 0;
  let mostOften = 0;
  for (const contact of contacts.ids()) {
    const times = ids.reduce((total, id) => total + runner.timesReached(id, contact), 0);
    reached += times > 0 ? 1 : 0;
    mostOften = Math.max(mostOften, times);
  }
  return {
    reached,
    mostOften,
    everyoneOnce: mostOften === 1,
    sent: sum("sent"),
    delivered: sum("delivered"),
    bounced: sum("bounced"),
    complained: sum("complained"),
    suppressed: sum("suppressed"),
  };
}
