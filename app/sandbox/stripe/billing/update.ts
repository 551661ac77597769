import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { invalid } from "../api/refusal";
import { change, idOf, mergeMetadata, need } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";
import { planCancellation } from "./cancel";
import { previewChange, type ChangeParams } from "./change";
import { collect } from "./invoices/collect";
import { draftInvoice, finalizeInvoice } from "./invoices/invoice";
import { periodOf, planRenewal } from "./invoices/items";
import { defaultMethod } from "./payment-method";
import { refuseDeclined } from "./invoices/refuse-declined";
import { collectAgainTask } from "./renew";
import { hasEnded, subscriptionTransitions, type SubscriptionStatus } from "./status";

type Params = Stripe.SubscriptionUpdateParams;

const ofEnded = ["metadata", "cancellation_details"];
const known = [
  ...ofEnded,
  "billing_cycle_anchor",
  "cancel_at",
  "cancel_at_period_end",
  "default_payment_method",
  "description",
  "items",
  "off_session",
  "pause_collection",
  "payment_behavior",
  "proration_behavior",
  "trial_end",
];

/** Changes a subscription. A new interval is charged at once; a failure leaves the subscription past due. */
export function updateSubscription(world: World, subscription: Stripe.Subscription, params: Params): void {
  if (hasEnded(subscription) && Object.keys(params).some((name) => !ofEnded.includes(name)))
    throw invalid("A canceled subscription can only update its cancellation_details and metadata.");
  onlyKnown(params, known);
  const { payment_behavior: behavior = "allow_incomplete" } = params;
  if (behavior !== "allow_incomplete" && behavior !== "error_if_incomplete")
    throw invalid("This sandbox knows payment_behavior allow_incomplete and error_if_incomplete only.", { param: "payment_behavior" });
  const { changes, bills } = previewChange(world, subscription, params as ChangeParams);
  Object.assign(changes, plainChanges(world, subscription, params), endingChanges(world, subscription, params, changes));
  const to = changes.status as SubscriptionStatus | undefined;
  if (to && to !== subscription.status && !subscriptionTransitions[subscription.status as SubscriptionStatus].includes(to))
    throw invalid(`A subscription that is ${subscription.status} can't have a trial.`, { param: "trial_end" });
  const onSession = params.off_session !== true;
  const customer = idOf(subscription.customer) ?? "";
  if (bills && behavior === "error_if_incomplete") refuseDeclined(world, customer, methodAfter(world, subscription, changes), onSession);

  const end = periodOf(subscription).end;
  emit(world, "customer.subscription.updated", subscription, change(world, subscription, changes));
  if (periodOf(subscription).end !== end) planRenewal(world, subscription);
  if (changes.cancel_at) planCancellation(world, subscription, changes.cancel_at);
  const resumesAt = changes.pause_collection?.resumes_at;
  if (resumesAt) plan(world, collectAgainTask, subscription.id, resumesAt);
  if (!bills) return;
  const invoice = draftInvoice(world, subscription, bills);
  finalizeInvoice(world, invoice);
  collect(world, invoice, { onSession });
}

function methodAfter(world: World, subscription: Stripe.Subscription, changes: Partial<Stripe.Subscription>) {
  return defaultMethod(world, { ...subscription, ...changes });
}

function plainChanges(world: World, subscription: Stripe.Subscription, params: Params): Partial<Stripe.Subscription> {
  const { metadata, description, default_payment_method: method, pause_collection: pause, cancellation_details: why } = params;
  const changes: Partial<Stripe.Subscription> = {};
  if (metadata !== undefined) changes.metadata = mergeMetadata(subscription.metadata, metadata);
  if (description !== undefined) changes.description = description || null;
  if (method) changes.default_payment_method = attachedMethod(world, subscription, method);
  if (why) {
    const before = subscription.cancellation_details ?? { reason: null, feedback_option: null, comment: null, feedback: null };
    const { comment = before.comment, feedback = before.feedback } = why;
    changes.cancellation_details = { ...before, comment: comment || null, feedback: feedback || null };
  }
  if (pause === "" || pause === null) changes.pause_collection = null;
  else if (pause) {
    const { behavior, resumes_at: at } = pause;
    if (at !== undefined && at <= seconds(world))
      throw invalid("`pause_collection[resumes_at]` must be in the future.", { param: "pause_collection[resumes_at]" });
    changes.pause_collection = { behavior, resumes_at: at ?? null };
  }
  return changes;
}

/** @throws Refusal of a method that is not the customer's own */
function attachedMethod(world: World, subscription: Stripe.Subscription, id: string): string {
  const method = need(world, "payment_method", id, "default_payment_method");
  if (idOf(method.customer) === idOf(subscription.customer)) return method.id;
  throw invalid(`The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`, {
    param: "default_payment_method",
    code: "resource_missing",
  });
}

/** When the subscription is to end: at the end of its period, at a time, or not at all. */
function endingChanges(
  world: World,
  subscription: Stripe.Subscription,
  params: Params,
  changes: Partial<Stripe.Subscription>,
): Partial<Stripe.Subscription> {
  const { cancel_at_period_end: atEnd, cancel_at: at } = params;
  if (atEnd === undefined && at === undefined) return {};
  if (atEnd !== undefined && at !== undefined)
    throw invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.", { param: "cancel_at" });
  if (typeof at === "string" && at !== "") throw invalid("This sandbox takes cancel_at as a timestamp.", { param: "cancel_at" });
  if (typeof at === "number" && at <= seconds(world)) throw invalid("`cancel_at` must be in the future.", { param: "cancel_at" });
  const end = atEnd ? periodOf({ ...subscription, ...changes }).end : typeof at === "number" ? at : null;
  const before = changes.cancellation_details ?? subscription.cancellation_details;
  return {
    cancel_at: end,
    cancel_at_period_end: atEnd === true,
    canceled_at: end === null ? null : seconds(world),
    cancellation_details: {
      comment: before?.comment ?? null,
      feedback: before?.feedback ?? null,
      feedback_option: null,
      reason: end === null ? null : "cancellation_requested",
    },
  };
}
