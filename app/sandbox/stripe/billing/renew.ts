import type Stripe from "stripe";
import { change, find } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { cancelSubscription } from "./cancel";
import { collect } from "./invoices/collect";
import { draftInvoice, finalizeInvoice, giveInvoiceUp, voidInvoice } from "./invoices/invoice";
import { inPeriod, periodOf, intervalOfSubscription, planRenewal, renewalTask } from "./invoices/items";
import { nextCollection } from "./interval";
import { invoicesOf, moveSubscription } from "./status";
import { incompleteTask, trialNoticeTask } from "./start";
import { amend } from "./resumption";
import { withdraw } from "./invoices/close-invoice";

const finalizeTask = "finalise an invoice";
export const collectAgainTask = "take a pause of collection back";

/** The next period begins: its invoice is written, and collected once it has been a draft for a while. */
function renew(world: World, subscription: Stripe.Subscription): void {
  const before = periodOf(subscription);
  if (before.end > seconds(world) || !["trialing", "active", "past_due", "unpaid"].includes(subscription.status)) return;
  if (subscription.cancel_at !== null && subscription.cancel_at <= before.end) {
    cancelSubscription(world, subscription, { reason: "cancellation_requested" });
    return;
  }
  const end = nextCollection(intervalOfSubscription(subscription), subscription.billing_cycle_anchor, before.end);
  const period = { start: before.end, end };
  const changes = { items: inPeriod(subscription, period) };
  const previous =
    subscription.status === "trialing" ? moveSubscription(world, subscription, "active", changes) : change(world, subscription, changes);
  emit(world, "customer.subscription.updated", subscription, previous);
  planRenewal(world, subscription);
  const invoice = draftInvoice(world, subscription, { reason: "subscription_cycle", period, before });
  if (subscription.pause_collection) leaveUncollected(world, invoice, subscription.pause_collection.behavior);
  else if (subscription.status === "unpaid") leaveUncollected(world, invoice, "keep_as_draft");
  else plan(world, finalizeTask, invoice.id, seconds(world) + world.settings.billing.draftSeconds);
}

/** While collection is paused, invoices are written but nothing is taken. */
function leaveUncollected(world: World, invoice: Stripe.Invoice, behavior: string): void {
  change(world, invoice, { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null });
  if (behavior === "keep_as_draft") return;
  finalizeInvoice(world, invoice);
  if (behavior === "void") voidInvoice(world, invoice);
  else giveInvoiceUp(world, invoice);
}

function finalizeAndCollect(world: World, invoice: Stripe.Invoice): void {
  finalizeInvoice(world, invoice);
  collect(world, invoice);
}

/** The first payment never came: the subscription ends before it began. */
function expire(world: World, subscription: Stripe.Subscription): void {
  if (subscription.status !== "incomplete") return;
  for (const invoice of invoicesOf(world, subscription.id)) if (invoice.status === "open") withdraw(world, invoice);
  const ended = { ended_at: seconds(world), canceled_at: seconds(world) };
  emit(world, "customer.subscription.updated", subscription, moveSubscription(world, subscription, "incomplete_expired", ended));
}

/** Does something with the subscription that a task is about, where there still is one. */
const about = (action: (world: World, subscription: Stripe.Subscription) => void) => (world: World, id: string) => {
  const subscription = find(world, "subscription", id);
  if (subscription) action(world, subscription);
};

export const renewals: Part = {
  tasks: {
    [renewalTask]: about(renew),
    [incompleteTask]: about(expire),
    [finalizeTask]: (world, id) => {
      const invoice = find(world, "invoice", id);
      if (invoice?.status === "draft" && invoice.auto_advance) finalizeAndCollect(world, invoice);
    },
    [collectAgainTask]: about((world, subscription) => {
      const at = subscription.pause_collection?.resumes_at;
      if (at && at <= seconds(world)) amend(world, subscription, { pause_collection: null });
    }),
    [trialNoticeTask]: about((world, subscription) => {
      if (subscription.status === "trialing") emit(world, "customer.subscription.trial_will_end", subscription);
    }),
  },
};
