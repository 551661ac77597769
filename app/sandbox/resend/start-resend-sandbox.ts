import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { api } from "./api";
import { emailRoutes } from "./emails-api";
import { planFaults, type Faults } from "./faults";
import { openIdempotency } from "./idempotency";
import type { Message, Outcome } from "./message";
import { openOutbox } from "./outbox";
import { rateLimit } from "./rate-limit";
import { loopback, respond } from "./respond";
import { openStore } from "./store";
import { openWebhooks, usualRetries } from "./webhooks";

export type ResendSandboxOptions = {
  /** 0: any free port. */
  port: number;
  /** Loopback only. */
  host?: string;
  /** Where signed webhooks go; null: nowhere. */
  webhook: { url: string; secret: string } | null;
  /** Where letters are kept between starts; absent: in memory only. */
  stateFile?: string;
  requestsPerSecond?: number;
  /** Milliseconds before each further attempt to deliver a webhook. */
  webhookRetries?: number[];
  /** The clock of letters and of idempotency keys; signatures always carry the real time. */
  now?: () => Date;
};

/** What a test, or a person trying the site, can make happen. */
type ResendControl = Faults & {
  /** The accepted letters, newest first. */
  messages(): Message[];
  /** Decides what becomes of all later letters to an address. */
  decide(address: string, outcome: Outcome): void;
  /** The receiver of a letter calls it spam. False: there is no such letter. */
  complain(messageId: string): boolean;
  /** The next `times` webhooks each come twice, under the same id. */
  duplicateWebhooks(times: number): void;
  /** Resolves once no webhook is under way or waiting for another attempt. */
  webhooksSettled(): Promise<void>;
  empty(): void;
};

export type ResendSandbox = { url: string; control: ResendControl; stop(): Promise<void> };

/** Starts the pretend Resend: the API at the paths of the real one, and the outbox to read letters in. */
export async function startResendSandbox(options: ResendSandboxOptions): Promise<ResendSandbox> {
  const {
    port,
    host = "127.0.0.1",
    webhook,
    stateFile,
    requestsPerSecond = 10,
    webhookRetries = usualRetries,
    now = () => new Date(),
  } = options;
  if (!loopback.test(host.includes(":") ? `[${host}]` : host))
    throw new Error(`The Resend sandbox answers on this machine only, not on ${host}`);
  const store = openStore(stateFile ?? null);
  const webhooks = openWebhooks(webhook, store, webhookRetries);
  const outbox = openOutbox(store, webhooks, now);
  const faults = planFaults();
  const answer = api({
    routes: [...emailRoutes(outbox, now)],
    faults,
    count: rateLimit(requestsPerSecond, Date.now),
    claim: openIdempotency(store, now),
  });

  const server = createServer((request, response) => {
    respond(request, response, outbox, answer).catch(() => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end("The Resend sandbox could not answer this.");
    });
  });
  await listen(server, port, host);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    control: {
      ...faults,
      messages: () => outbox.newestFirst(),
      decide: (address, outcome) => outbox.decide(address, outcome),
      complain: (id) => outbox.report(id, "complained"),
      duplicateWebhooks: (times) => webhooks.duplicateNext(times),
      webhooksSettled: () => webhooks.settled(),
      empty: () => outbox.empty(),
    },
    async stop() {
      await webhooks.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
