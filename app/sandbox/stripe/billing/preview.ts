import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { invalid } from "../api/refusal";
import { all, copyOf, need } from "../records";
import { seconds, type World } from "../world";
import { previewChange, type ChangeParams } from "./change";
import { draftOf, type Billing } from "./invoices/invoice";
import { inPeriod, periodOf, intervalOf, intervalOfSubscription, newItems } from "./invoices/items";
import { resumedPeriod } from "./pause";
import { nextCollection } from "./interval";
import { hasEnded } from "./status";
import { checkBeginning, draftSubscription } from "./start";

type Params = Stripe.InvoiceCreatePreviewParams;
const knownOfChange = [
  "items",
  "proration_behavior",
  "billing_cycle_anchor",
  "trial_end",
  "cancel_at_period_end",
  "cancel_now",
  "resume_at",
  "billing_mode",
];

/**
 * The invoice that would come next: a subscription's as it stands, or after a change; or a new subscription's first.
 * Nothing is kept, and no event is sent.
 * @throws Refusal where nothing more will be collected
 */
export function previewInvoice(world: World, params: Params): Stripe.Invoice {
  onlyKnown(params, ["subscription", "subscription_details", "customer", "customer_details", "currency", "preview_mode"]);
  onlyKnown(params.subscription_details ?? {}, knownOfChange, "subscription_details");
  const kept = new Set(all(world, "price").map(({ id }) => id));
  try {
    return params.subscription ? ofSubscription(world, params.subscription, params.subscription_details ?? {}) : ofNew(world, params);
  } finally {
    for (const { id } of all(world, "price")) if (!kept.has(id)) world.store.table<{ id: string }>("price").remove(id);
  }
}

function ofSubscription(world: World, id: string, details: NonNullable<Params["subscription_details"]>): Stripe.Invoice {
  const subscription = copyOf(need(world, "subscription", id, "subscription"));
  if (hasEnded(subscription)) throw nothingToCome();
  const { changes, bills } = previewChange(world, subscription, details as ChangeParams);
  Object.assign(subscription, changes);
  if (details.cancel_now) throw nothingToCome();
  if (bills) return draftOf(world, subscription, { ...bills, preview: true });
  if (subscription.status === "paused") {
    if (details.resume_at !== "now") throw nothingToCome();
    const period = resumedPeriod(world, subscription);
    return drawn(world, subscription, { reason: "subscription_update", period, before: periodOf(subscription), preview: true });
  }
  const before = periodOf(subscription);
  const endsAt = details.cancel_at_period_end ? before.end : details.cancel_at_period_end === false ? null : subscription.cancel_at;
  if (endsAt !== null && endsAt <= before.end) throw nothingToCome();
  const end = nextCollection(intervalOfSubscription(subscription), subscription.billing_cycle_anchor, before.end);
  const period = { start: before.end, end };
  const at = before.end + world.settings.billing.draftSeconds;
  const invoice = drawn(world, subscription, { reason: "upcoming", period, before, preview: true });
  return { ...invoice, created: before.end, next_payment_attempt: at, automatically_finalizes_at: at };
}

function drawn(world: World, subscription: Stripe.Subscription, billing: Billing): Stripe.Invoice {
  return draftOf(world, { ...subscription, items: inPeriod(subscription, billing.period) }, billing);
}

function ofNew(world: World, params: Params): Stripe.Invoice {
  const details = params.subscription_details ?? {};
  const items = newItems(world, (details.items ?? []) as Parameters<typeof newItems>[1], "subscription_details[items]");
  const trialEnd = typeof details.trial_end === "number" ? details.trial_end : undefined;
  const [first] = items;
  if (first) checkBeginning(world, { trialEnd }, intervalOf(first.price), "subscription_details");
  const customer = params.customer ? need(world, "customer", params.customer, "customer").id : "";
  const { subscription, billing } = draftSubscription(world, { customer, items, metadata: {}, trialEnd });
  const invoice = draftOf(world, subscription, { ...billing, preview: true });
  return { ...invoice, customer: customer || null, created: seconds(world) };
}

function nothingToCome() {
  return invalid("No upcoming invoices for this subscription: it has ended, is paused, or will be canceled.", {
    code: "invoice_upcoming_none",
  });
}
