import { chance, strikes } from "../chaos";
import { find } from "../records";
import type { World } from "../world";
import { noteAttempt, waiting, type Delivery } from "./deliveries";
import { secretOf } from "./secrets";
import { sign } from "./sign";

/** Carries waiting webhooks out, one after the other, and comes back for those that failed. */
export type Dispatcher = {
  /** Looks for work. Returns at once. */
  wake: () => void;
  /** Waits until every waiting webhook was tried at least once more, those due later included. */
  flush: () => Promise<void>;
  /** Waits until every webhook that is due was tried. */
  firstAttempts: () => Promise<void>;
  /** Waits until no webhook is waiting. */
  idle: () => Promise<void>;
  stop: () => Promise<void>;
};

export function startDispatcher(world: World): Dispatcher {
  let round: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const stopping = new AbortController();

  async function deliverDue(): Promise<void> {
    for (let delivery = pick(world); delivery && !stopped; delivery = pick(world)) await attempt(world, delivery, stopping.signal);
  }

  function wake(): void {
    if (stopped || round) return;
    clearTimeout(timer);
    // A turn later, so that a request's webhooks set out after all of them are known.
    round = new Promise((resolve) => setImmediate(resolve))
      .then(deliverDue)
      .catch((error: unknown) => console.error("stripe sandbox: delivering webhooks failed", error))
      .finally(() => {
        round = null;
        const next = Math.min(...waiting(world).map((delivery) => delivery.dueAt));
        if (!stopped && Number.isFinite(next)) timer = setTimeout(wake, Math.max(0, next - Date.now()));
      });
  }

  return {
    wake,
    async flush() {
      await round;
      const late = new Map(waiting(world).map((delivery) => [delivery.id, delivery.attempts.length]));
      for (const delivery of waiting(world)) delivery.dueAt = Date.now();
      const untried = () => waiting(world).some((delivery) => delivery.attempts.length === late.get(delivery.id));
      while (untried() && !stopped) {
        wake();
        await round;
      }
    },
    async firstAttempts() {
      wake();
      await round;
    },
    async idle() {
      while (waiting(world).length > 0 && !stopped) {
        wake();
        await (round ?? Promise.resolve());
        const next = Math.min(...waiting(world).map((delivery) => delivery.dueAt));
        if (Number.isFinite(next)) await new Promise((resolve) => setTimeout(resolve, Math.max(1, next - Date.now())));
      }
    },
    async stop() {
      stopped = true;
      stopping.abort();
      clearTimeout(timer);
      await round;
    },
  };
}

/** The next delivery that is due: the first, or any when they are being shuffled. */
function pick(world: World): Delivery | undefined {
  const due = waiting(world).filter((delivery) => delivery.dueAt <= Date.now());
  if (due.length > 1 && strikes(world, "shuffle")) return due[Math.floor(chance(world) * due.length)];
  return due[0];
}

async function attempt(world: World, delivery: Delivery, stopping: AbortSignal): Promise<void> {
  const event = find(world, "event", delivery.event);
  const endpoint = find(world, "webhook_endpoint", delivery.endpoint);
  if (!event || !endpoint) noteAttempt(world, delivery, "the endpoint is gone", true);
  else {
    const giveUp = AbortSignal.any([stopping, AbortSignal.timeout(world.settings.deliveryTimeout)]);
    const result = await post(endpoint.url, JSON.stringify(event, null, 2), secretOf(world, endpoint.id), giveUp);
    // Cut off by the sandbox itself: it counts as not tried, and is tried again after the next start.
    if (stopping.aborted && !result.startsWith("2")) return;
    noteAttempt(world, delivery, result, /^2\d\d$/.test(result));
  }
  world.store.commit();
}

/** @returns the status that it was answered with, or why there was none */
async function post(url: string, body: string, secret: string, giveUp: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": sign(body, secret, Date.now()),
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
      signal: giveUp,
    });
    await response.body?.cancel();
    return String(response.status);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
