import Stripe from "stripe";
import type { Pence } from "~/platform/money";
import { getId, toUnixSeconds } from "../expandable";
import { isStripeUnavailable, stripe } from "../stripe.server";

/**
 * What a plan's sponsor, or the site for them, changes at Stripe. Each may be repeated: it looks first whether it is
 * done, and every POST carries a key of the caller's own row. All throw when Stripe refuses or can't be asked (`isStripeUnavailable`).
 */

export type RecurringInterval = { interval: "week" | "month" | "year"; interval_count: number };

const hasEnded = ({ status }: Stripe.Subscription) => status === "canceled" || status === "incomplete_expired";

/** Whether Stripe has said that things are no longer as the request took them to be. */
const isInvalidRequest = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && !isStripeUnavailable(error);

/**
 * Gives a plan another price. At the same billing interval it counts from the next collection and nothing is charged today. At
 * another billing interval Stripe charges at once and counts from today.
 */
export async function changePrice(
  subscriptionId: string,
  { amountPence, recurring }: { amountPence: Pence; recurring: RecurringInterval },
  idempotencyKey: string,
): Promise<void> {
  const { items } = await stripe().subscriptions.retrieve(subscriptionId);
  const [item] = items.data;
  const product = getId(item?.price.product);
  if (!item || !product) throw new Error("a subscription has no item with a product");
  const { price } = item;
  const isSameInterval = price.recurring?.interval === recurring.interval && price.recurring.interval_count === recurring.interval_count;
  if (isSameInterval && price.unit_amount === amountPence) return;
  await stripe().subscriptions.update(
    subscriptionId,
    {
      items: [{ id: item.id, price_data: { currency: "gbp", unit_amount: amountPence, product, recurring } }],
      proration_behavior: "none",
    },
    { idempotencyKey },
  );
}

/**
 * Stops collecting until the plan is resumed. What is open of a late plan is left out, and so is a collection of which
 * only the draft is written.
 * @returns "processing" when a payment is with the bank, and the plan can't be paused before that is answered
 */
export async function pauseSubscription(subscriptionId: string, idempotencyKey: string): Promise<"paused" | "processing"> {
  const subscription = await stripe().subscriptions.retrieve(subscriptionId);
  if (subscription.status !== "paused") {
    if (subscription.pause_collection)
      await stripe().subscriptions.update(subscriptionId, { pause_collection: "" }, { idempotencyKey: `${idempotencyKey}/unskip` });
    if (subscription.status === "past_due" && !(await voidOpenInvoices(subscriptionId, idempotencyKey))) return "processing";
    await stripe().subscriptions.pause(
      subscriptionId,
      { type: "subscription", bill_for: { unused_time_from: { type: "none" } } },
      { idempotencyKey: `${idempotencyKey}/pause` },
    );
  }
  for (const { id } of (await stripe().invoices.list({ subscription: subscriptionId, status: "draft", limit: 10 })).data)
    await stripe().invoices.update(id, { auto_advance: false }, { idempotencyKey: `${idempotencyKey}/draft/${id}` });
  return "paused";
}

/** Takes back every open collection. @returns whether none is left: one that the bank is at work on can't be taken back */
async function voidOpenInvoices(subscriptionId: string, idempotencyKey: string): Promise<boolean> {
  let allVoided = true;
  for (const { id } of (await stripe().invoices.list({ subscription: subscriptionId, status: "open", limit: 10 })).data) {
    try {
      await stripe().invoices.voidInvoice(id, {}, { idempotencyKey: `${idempotencyKey}/void/${id}` });
    } catch (error) {
      if (!isInvalidRequest(error)) throw error;
      allVoided = false;
    }
  }
  return allVoided;
}

/**
 * Lets a paused plan go on.
 * @param billingCycleAnchor "now": a new period begins and is collected at once; a refused payment makes the plan late, and is tried
 *   again as any other. "unchanged": what is paid for goes on, and nothing is collected before it ends.
 */
export async function resumeSubscription(
  subscriptionId: string,
  billingCycleAnchor: "now" | "unchanged",
  idempotencyKey: string,
): Promise<void> {
  const { status } = await stripe().subscriptions.retrieve(subscriptionId);
  if (status !== "paused") return;
  await stripe().subscriptions.resume(
    subscriptionId,
    billingCycleAnchor === "now"
      ? { billing_cycle_anchor: { type: "now" }, payment_behavior: "resume_on_payment_attempt" }
      : { billing_cycle_anchor: { type: "unchanged" }, proration_behavior: "none" },
    { idempotencyKey },
  );
}

/** Leaves out every collection before an instant; null: none any more. */
export async function skipInvoicesUntil(subscriptionId: string, until: Date | null, idempotencyKey: string): Promise<void> {
  const pauseCollection = until === null ? ("" as const) : { behavior: "void" as const, resumes_at: toUnixSeconds(until) };
  await stripe().subscriptions.update(subscriptionId, { pause_collection: pauseCollection }, { idempotencyKey });
}

/** Ends a plan at once: nothing more is collected, and what is open is taken back, but for what a bank is at work on. */
export async function cancelSubscription(subscriptionId: string, idempotencyKey: string): Promise<void> {
  const subscription = await stripe().subscriptions.retrieve(subscriptionId);
  if (!hasEnded(subscription)) {
    try {
      await stripe().subscriptions.cancel(subscriptionId, {}, { idempotencyKey });
    } catch (error) {
      // Somebody else, or our own request whose answer was lost, has ended it.
      if (!isInvalidRequest(error) || !hasEnded(await stripe().subscriptions.retrieve(subscriptionId))) throw error;
    }
  }
  await voidOpenInvoices(subscriptionId, idempotencyKey);
}

export type SetupCheckoutParams = {
  clientReferenceId: string;
  customerId: string;
  paymentMethodTypes: ("card" | "bacs_debit")[];
  successUrl: string;
  cancelUrl: string;
};

/** Opens Stripe's page for a new card or bank account. Nothing is taken there. */
export async function createSetupCheckout(params: SetupCheckoutParams, idempotencyKey: string): Promise<{ id: string; url: string }> {
  const session = await stripe().checkout.sessions.create(
    {
      mode: "setup",
      ui_mode: "hosted_page",
      locale: "en-GB",
      currency: "gbp",
      customer: params.customerId,
      allowed_payment_method_types: params.paymentMethodTypes,
      client_reference_id: params.clientReferenceId,
      metadata: { card_page: params.clientReferenceId },
      setup_intent_data: { metadata: { card_page: params.clientReferenceId } },
      success_url: params.successUrl,
      cancel_url: params.cancelUrl,
    },
    { idempotencyKey },
  );
  if (!session.url) throw new Error("Stripe opened a page for a new card without an address");
  return { id: session.id, url: session.url };
}

/** What was given on a page for a new card. */
export async function fetchSetupCheckout(
  checkoutSessionId: string,
): Promise<{ status: "open" | "expired" } | { status: "given"; paymentMethodId: string }> {
  const session = await stripe().checkout.sessions.retrieve(checkoutSessionId, { expand: ["setup_intent"] });
  if (session.status !== "complete") return { status: session.status === "expired" ? "expired" : "open" };
  const intent = typeof session.setup_intent === "object" ? session.setup_intent : null;
  const paymentMethodId = getId(intent?.payment_method);
  if (!paymentMethodId) throw new Error("a finished page for a new card has no method");
  return { status: "given", paymentMethodId };
}

/** Makes a method the plan's and its customer's own, for every collection to come. @returns "ended": the plan is over and stays as it is */
export async function setDefaultPaymentMethod(
  subscriptionId: string,
  customerId: string,
  paymentMethodId: string,
  idempotencyKey: string,
): Promise<"set" | "ended"> {
  try {
    await stripe().subscriptions.update(
      subscriptionId,
      { default_payment_method: paymentMethodId },
      { idempotencyKey: `${idempotencyKey}/subscription` },
    );
  } catch (error) {
    if (isInvalidRequest(error) && hasEnded(await stripe().subscriptions.retrieve(subscriptionId))) return "ended";
    throw error;
  }
  await stripe().customers.update(
    customerId,
    { invoice_settings: { default_payment_method: paymentMethodId } },
    { idempotencyKey: `${idempotencyKey}/customer` },
  );
  return "set";
}

/** Collects an open invoice now. @returns "declined" with Stripe's code; "not-open": it is paid or was taken back, or a bank is at work on it */
export async function payInvoice(
  invoiceId: string,
  idempotencyKey: string,
): Promise<{ paid: true } | { declined: string | null } | { notOpen: true }> {
  try {
    const { status } = await stripe().invoices.pay(invoiceId, {}, { idempotencyKey });
    return status === "paid" ? { paid: true } : { notOpen: true };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return { declined: error.decline_code ?? error.code ?? null };
    if (isInvalidRequest(error)) return { notOpen: true };
    throw error;
  }
}
