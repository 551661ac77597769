import type Stripe from "stripe";
import { Refusal } from "./api/refusal";
import { payoutControlOf } from "./control-payouts";
import { noteMove, recurringControlOf } from "./control-recurring";
import { afterwards, answerChallenge, payFor } from "./checkout/complete";
import { setChaos, readChaos, type Chaos } from "./chaos";
import { accountNamed } from "./payments/bank-accounts";
import { cardNamed, cardOfNumber, testCards } from "./payments/cards";
import { closeDispute, disputeOf, openDispute } from "./payments/dispute";
import { makeBankAccount, makeCard } from "./payments/instrument";
import { failRefund, refundCharge } from "./payments/refund";
import { answerDebit } from "./payments/debit";
import { find, idOf, need } from "./records";
import { deliveries, enqueue, type Delivery } from "./webhooks/deliveries";
import type { Dispatcher } from "./webhooks/dispatcher";
import { nextDue, runNextDue } from "./schedule";
import type { Outcome, Violation, World } from "./world";

export type Completion = {
  /** A test card, by its name (visa, declined, …) or its number. */
  card?: string;
  /** A test account by its name: pays, fails, refuses or disputes. Instead of a card. */
  bacs?: string;
  name?: string;
  email?: string;
  /** How the payer answers 3-D Secure; without it, the challenge is left open. */
  challenge?: "pass" | "fail";
};

export type Completed = { outcome: Outcome; status: Stripe.Checkout.Session["status"]; goesTo: string | null };

/** What a test, or somebody trying the site, does to the pretend Stripe from outside. */
export type Control = ReturnType<typeof controlOf>;

/**
 * Lets whoever listens live through time that is moved: it is asked before each step and after the last, does what is
 * due, and says how many seconds the next step may take at most.
 */
export type RunDueJobs = () => Promise<number>;

export function controlOf(world: World, dispatcher: Dispatcher, clear: () => void, runDueJobs: RunDueJobs | null = null) {
  /** Does something and then what follows from it. */
  function act<T>(action: () => T): T {
    try {
      return action();
    } finally {
      world.done();
    }
  }
  /** By its own id or by its payment intent's. */
  const chargeOf = (id: string): Stripe.Charge => {
    const intent = find(world, "payment_intent", id);
    return need(world, "charge", intent ? (idOf(intent.latest_charge) ?? "") : id);
  };

  async function move(seconds: number, most: number): Promise<{ now: string; left: number }> {
    const end = world.clock.now().getTime() / 1000 + seconds;
    let steps = 0;
    for (let due = nextDue(world); due !== null && due <= end; due = nextDue(world)) {
      if (steps++ >= most) return { now: world.clock.now().toISOString(), left: end - world.clock.now().getTime() / 1000 };
      world.clock.advance(Math.max(0, due - world.clock.now().getTime() / 1000));
      const ran = runNextDue(world);
      world.done();
      if (ran) await dispatcher.firstAttempts();
      // A clock that counts in milliseconds may stand a moment before the task's time.
      else world.clock.advance(0.001);
    }
    world.clock.advance(Math.max(0, end - world.clock.now().getTime() / 1000));
    world.done();
    await dispatcher.firstAttempts();
    return { now: world.clock.now().toISOString(), left: 0 };
  }

  return {
    ...recurringControlOf(world, act),
    ...payoutControlOf(world, act),

    /** Pays for an open session as the hosted page would. */
    completeSession: (id: string, how: Completion = {}): Completed =>
      act(() => {
        const session = need(world, "checkout.session", id);
        const payer = { name: how.name ?? "Robin Example", email: how.email ?? session.customer_email ?? "robin@example.org" };
        const method = how.bacs
          ? makeBankAccount(world, accountNamed(how.bacs), { billing: payer })
          : makeCard(world, cardFor(how.card ?? "visa"), { billing: payer });
        let outcome = payFor(world, session, method, payer);
        if (outcome === "requires_action" && how.challenge) outcome = answerChallenge(world, session, how.challenge === "pass");
        return { outcome, status: session.status, goesTo: session.status === "complete" ? afterwards(session) : null };
      }),

    /** The bank refuses a Direct Debit that is under way, now instead of at its time. */
    failPayment: (intent: string, code = "insufficient_funds"): void =>
      act(() =>
        answerDebit(world, need(world, "payment_intent", intent), { code, message: "The payment was refused by the payer's bank." }),
      ),

    /** The bank pays a Direct Debit that is under way, now instead of at its time. */
    succeedPayment: (intent: string): void => act(() => answerDebit(world, need(world, "payment_intent", intent), null)),

    /**
     * Moves the clock, doing on the way what was planned, each thing at its time and with its webhooks tried. Whoever
     * lives through it has its own work done in between.
     * @param most stops after so many planned things; `left` says how many seconds are still to go
     */
    async advance({ seconds, most = Infinity }: { seconds: number; most?: number }): Promise<{ now: string; left: number }> {
      noteMove(world);
      if (!runDueJobs || most !== Infinity) return await move(seconds, most);
      for (let left = seconds; left > 0;) {
        const step = Math.min(left, await runDueJobs());
        await move(step, Infinity);
        await dispatcher.idle();
        left -= step;
      }
      await runDueJobs();
      return { now: world.clock.now().toISOString(), left: 0 };
    },

    /** @param charge its id, or its payment intent's */
    openDispute: (charge: string): Stripe.Dispute => act(() => openDispute(world, chargeOf(charge))),

    /** @param dispute its id, or its charge's or payment intent's */
    closeDispute: (dispute: string, status: "won" | "lost"): Stripe.Dispute =>
      act(() => {
        const found = find(world, "dispute", dispute) ?? disputeOf(world, chargeOf(dispute).id);
        if (!found) throw new Refusal(404, { type: "invalid_request_error", message: `No such dispute: '${dispute}'` });
        closeDispute(world, found, status);
        return found;
      }),

    /** @param amount pence; without it, all that is left */
    refund: (charge: string, amount?: number): Stripe.Refund => act(() => refundCharge(world, chargeOf(charge), { amount })),
    failRefund: (refund: string): void => act(() => failRefund(world, need(world, "refund", refund))),

    chaos: (changes: Partial<Chaos> = {}): Chaos =>
      act(() => (Object.keys(changes).length > 0 ? setChaos(world, changes) : readChaos(world))),

    deliveries: (): Delivery[] => deliveries(world),
    violations: (): Violation[] => world.violations,

    /** Sends an event once more to every endpoint that it went to. */
    resend: (event: string): void =>
      act(() => {
        const found = need(world, "event", event);
        const endpoints = new Set(deliveries(world).flatMap((delivery) => (delivery.event === event ? delivery.endpoint : [])));
        for (const id of endpoints) {
          const endpoint = find(world, "webhook_endpoint", id);
          if (endpoint) enqueue(world, found, endpoint, true);
        }
      }),

    /** Tries every waiting webhook once more, now. */
    flush: (): Promise<void> => dispatcher.flush(),
    /** Waits until no webhook is waiting. */
    idle: (): Promise<void> => dispatcher.idle(),
    now: (): Date => world.clock.now(),

    /** Forgets everything but the webhook's address. The clock stays where it is. */
    reset: (): void => act(clear),
  };
}

function cardFor(nameOrNumber: string) {
  return testCards.some((card) => card.name === nameOrNumber) ? cardNamed(nameOrNumber) : cardOfNumber(nameOrNumber);
}
