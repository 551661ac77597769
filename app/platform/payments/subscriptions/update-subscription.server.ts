import Stripe from "stripe";
import type { Pence } from "~/platform/money";
import { isOutage, stripe } from "../stripe.server";

/**
 * What a plan's sponsor, or the site for them, changes at Stripe. Each may be repeated: it looks first whether it is
 * done, and every POST carries a key of the caller's own row. All throw when Stripe refuses or can't be asked (`isOutage`).
 */

export type Every = { interval: "week" | "month" | "year"; interval_count: number };

const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);
const isOver = ({ status }: Stripe.Subscription) => status === "canceled" || status === "incomplete_expired";
const idOf = (thing: string | { id: string } | null | undefined): string | null =>
  typeof thing === "string" ? thing : (thing?.id ?? null);

/** Whether Stripe has said that things are no longer as the request took them to be. */
const isRefusal = (error: unknown): boolean => error instanceof Stripe.errors.StripeInvalidRequestError && !isOutage(error);

/**
 * Gives a plan another price. At the same rhythm it counts from the next collection and nothing is charged today. At
 * another rhythm Stripe charges at once and counts from today.
 */
export async function changePrice(subscription: string, { pence, every }: { pence: Pence; every: Every }, key: string): Promise<void> {
  const { items } = await stripe().subscriptions.retrieve(subscription);
  const [item] = items.data;
  const product = idOf(item?.price.product);
  if (!item || !product) throw new Error("a subscription has no item with a product");
  const { price } = item;
  const same = price.recurring?.interval === every.interval && price.recurring.interval_count === every.interval_count;
  if (same && price.unit_amount === pence) return;
  await stripe().subscriptions.update(
    subscription,
    {
      items: [{ id: item.id, price_data: { currency: "gbp", unit_amount: pence, product, recurring: every } }],
      proration_behavior: "none",
    },
    { idempotencyKey: key },
  );
}

/**
 * Stops collecting until the plan is resumed. What is open of a late plan is left out, and so is a collection of which
 * only the draft is written.
 * @returns "on-its-way" when a payment is with the bank, and the plan can't be paused before that is answered
 */
export async function pause(subscription: string, key: string): Promise<"paused" | "on-its-way"> {
  const known = await stripe().subscriptions.retrieve(subscription);
  if (known.status !== "paused") {
    if (known.pause_collection)
      await stripe().subscriptions.update(subscription, { pause_collection: "" }, { idempotencyKey: `${key}/unskip` });
    if (known.status === "past_due" && !(await voidOpen(subscription, key))) return "on-its-way";
    await stripe().subscriptions.pause(
      subscription,
      { type: "subscription", bill_for: { unused_time_from: { type: "none" } } },
      { idempotencyKey: `${key}/pause` },
    );
  }
  for (const { id } of (await stripe().invoices.list({ subscription, status: "draft", limit: 10 })).data)
    await stripe().invoices.update(id, { auto_advance: false }, { idempotencyKey: `${key}/draft/${id}` });
  return "paused";
}

/** Takes back every open collection. @returns whether none is left: one that the bank is at work on can't be taken back */
async function voidOpen(subscription: string, key: string): Promise<boolean> {
  let all = true;
  for (const { id } of (await stripe().invoices.list({ subscription, status: "open", limit: 10 })).data) {
    try {
      await stripe().invoices.voidInvoice(id, {}, { idempotencyKey: `${key}/void/${id}` });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      all = false;
    }
  }
  return all;
}

/**
 * Lets a paused plan go on.
 * @param when "now": a new period begins and is collected at once; a refused payment makes the plan late, and is tried
 *   again as any other. "unchanged": what is paid for goes on, and nothing is collected before it ends.
 */
export async function resume(subscription: string, when: "now" | "unchanged", key: string): Promise<void> {
  const { status } = await stripe().subscriptions.retrieve(subscription);
  if (status !== "paused") return;
  await stripe().subscriptions.resume(
    subscription,
    when === "now"
      ? { billing_cycle_anchor: { type: "now" }, payment_behavior: "resume_on_payment_attempt" }
      : { billing_cycle_anchor: { type: "unchanged" }, proration_behavior: "none" },
    { idempotencyKey: key },
  );
}

/** Leaves out every collection before an instant; null: none any more. */
export async function skipUntil(subscription: string, until: Date | null, key: string): Promise<void> {
  const pause = until === null ? ("" as const) : { behavior: "void" as const, resumes_at: seconds(until) };
  await stripe().subscriptions.update(subscription, { pause_collection: pause }, { idempotencyKey: key });
}

/** Ends a plan at once: nothing more is collected, and what is open is taken back, but for what a bank is at work on. */
export async function stop(subscription: string, key: string): Promise<void> {
  const known = await stripe().subscriptions.retrieve(subscription);
  if (!isOver(known)) {
    try {
      await stripe().subscriptions.cancel(subscription, {}, { idempotencyKey: key });
    } catch (error) {
      // Somebody else, or our own request whose answer was lost, has ended it.
      if (!isRefusal(error) || !isOver(await stripe().subscriptions.retrieve(subscription))) throw error;
    }
  }
  await voidOpen(subscription, key);
}

export type CardPage = {
  reference: string;
  customer: string;
  methods: ("card" | "bacs_debit")[];
  successUrl: string;
  cancelUrl: string;
};

/** Opens Stripe's page for a new card or bank account. Nothing is taken there. */
export async function openCardPage(page: CardPage, key: string): Promise<{ id: string; url: string }> {
  const session = await stripe().checkout.sessions.create(
    {
      mode: "setup",
      ui_mode: "hosted_page",
      locale: "en-GB",
      currency: "gbp",
      customer: page.customer,
      allowed_payment_method_types: page.methods,
      client_reference_id: page.reference,
      metadata: { card_page: page.reference },
      setup_intent_data: { metadata: { card_page: page.reference } },
      success_url: page.successUrl,
      cancel_url: page.cancelUrl,
    },
    { idempotencyKey: key },
  );
  if (!session.url) throw new Error("Stripe opened a page for a new card without an address");
  return { id: session.id, url: session.url };
}

/** What was given on a page for a new card. */
export async function cardGiven(sessionId: string): Promise<{ state: "open" | "expired" } | { state: "given"; method: string }> {
  const session = await stripe().checkout.sessions.retrieve(sessionId, { expand: ["setup_intent"] });
  if (session.status !== "complete") return { state: session.status === "expired" ? "expired" : "open" };
  const intent = typeof session.setup_intent === "object" ? session.setup_intent : null;
  const method = idOf(intent?.payment_method);
  if (!method) throw new Error("a finished page for a new card has no method");
  return { state: "given", method };
}

/** Makes a method the plan's and its customer's own, for every collection to come. @returns "ended": the plan is over and stays as it is */
export async function useMethod(subscription: string, customer: string, method: string, key: string): Promise<"used" | "ended"> {
  try {
    await stripe().subscriptions.update(subscription, { default_payment_method: method }, { idempotencyKey: `${key}/subscription` });
  } catch (error) {
    if (isRefusal(error) && isOver(await stripe().subscriptions.retrieve(subscription))) return "ended";
    throw error;
  }
  await stripe().customers.update(
    customer,
    { invoice_settings: { default_payment_method: method } },
    { idempotencyKey: `${key}/customer` },
  );
  return "used";
}

/** Collects an open invoice now. @returns "declined" with Stripe's code; "not-open": it is paid or was taken back, or a bank is at work on it */
export async function payNow(invoice: string, key: string): Promise<{ paid: true } | { declined: string | null } | { notOpen: true }> {
  try {
    const { status } = await stripe().invoices.pay(invoice, {}, { idempotencyKey: key });
    return status === "paid" ? { paid: true } : { notOpen: true };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return { declined: error.decline_code ?? error.code ?? null };
    if (isRefusal(error)) return { notOpen: true };
    throw error;
  }
}
