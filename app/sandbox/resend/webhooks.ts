import { createHmac, randomUUID } from "node:crypto";
import type { Store } from "./store";

type WebhookEvent = { type: string; created_at: string; data: Record<string, unknown> };

/** Where webhooks go. `events`: only those whose type begins with one of these; absent: all. */
export type WebhookTarget = { url: string; secret: string; events?: string[] };

type Delivery = { id: string; body: string; attempts: number };

export type Webhooks = {
  /** Sends an event to the site, again and again until it answers 2xx or the attempts are used up. */
  announce(event: WebhookEvent): void;
  /** How many events are on their way or wait for another attempt. */
  waiting(): number;
  /** The next `times` events are each sent twice, under the same id. */
  duplicateNext(times: number): void;
  /** Resolves once nothing is under way or waiting for another attempt. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** Milliseconds before each further attempt; Resend's own waits grow in the same way, up to ten hours. */
export const usualRetries = [1_000, 5_000, 30_000, 120_000, 600_000];

const atOnce = 8;

/**
 * The signature of Standard Webhooks, as Resend (by Svix) sends it: base64 HMAC-SHA256 of `id.seconds.body`.
 * @param secret `whsec_` and the key in base64
 * @param at milliseconds since 1970
 */
export function signWebhook(secret: string, id: string, body: string, at: number): Record<string, string> {
  const seconds = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "svix-id": id, "svix-timestamp": seconds, "svix-signature": `v1,${signature}` };
}

/** Opens the sender of webhooks. Events that an earlier run did not bring home are taken up again. */
export function openWebhooks(to: WebhookTarget | null, store: Store, retries: number[]): Webhooks {
  const waiting = store.collection<Delivery>("webhooks");
  const ready: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  let duplicates = 0;

  /** Whether the site took it. Signed anew each time: receivers refuse signatures older than five minutes. */
  async function post(target: { url: string; secret: string }, { id, body }: Delivery): Promise<boolean> {
    try {
      const headers = {
        "content-type": "application/json",
        "user-agent": "Svix-Webhooks/sandbox",
        ...signWebhook(target.secret, id, body, Date.now()),
      };
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(15_000)]);
      const response = await fetch(target.url, {
        method: "POST",
        headers,
        body,
        signal,
        redirect: "manual",
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  async function attempt(target: { url: string; secret: string }, delivery: Delivery): Promise<void> {
    const taken = await post(target, delivery);
    if (stopping.signal.aborted) return;
    const wait = retries[delivery.attempts];
    if (taken || wait === undefined) return waiting.delete(delivery.id);
    const next = { ...delivery, attempts: delivery.attempts + 1 };
    waiting.put(delivery.id, next);
    const timer = setTimeout(() => {
      timers.delete(timer);
      enqueue(next);
    }, wait);
    timers.add(timer);
  }

  function pump(): void {
    while (to && underWay.size < atOnce && !stopping.signal.aborted) {
      const delivery = ready.shift();
      if (!delivery) return;
      const run: Promise<void> = attempt(to, delivery).finally(() => {
        underWay.delete(run);
        pump();
      });
      underWay.add(run);
    }
  }

  function enqueue(delivery: Delivery): void {
    ready.push(delivery);
    pump();
  }

  if (to) for (const delivery of waiting.values()) enqueue(delivery);
  return {
    announce(event) {
      if (!to || to.events?.every((beginning) => !event.type.startsWith(beginning))) return;
      const delivery = {
        id: `msg_${randomUUID().replaceAll("-", "")}`,
        body: JSON.stringify(event),
        attempts: 0,
      };
      waiting.put(delivery.id, delivery);
      enqueue(delivery);
      if (duplicates > 0) {
        duplicates -= 1;
        enqueue(delivery);
      }
    },
    waiting: () => underWay.size + timers.size + ready.length,
    duplicateNext(times) {
      duplicates = times;
    },
    async settled() {
      while (underWay.size > 0 || timers.size > 0 || ready.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}
