import type Stripe from "stripe";
import { onlyKnown } from "../api/known";
import { page, within, matches } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { search } from "../api/search";
import { cancelSubscription } from "../billing/cancel";
import { intervalOf, newItems } from "../billing/invoices/items";
import { giveResumptionUp, pauseSubscription, resumeSubscription, unpaidResumptionTask } from "../billing/pause";
import { refuseDeclined } from "../billing/invoices/refuse-declined";
import { hasEnded } from "../billing/status";
import { checkBeginning, startSubscription } from "../billing/start";
import { updateSubscription } from "../billing/update";
import { periodOf } from "../billing/invoices/items";
import { all, idOf, mergeMetadata, need } from "../records";
import type { Part, World } from "../world";

const path = "/v1/subscriptions";

const knownAtCreation = [
  "billing_cycle_anchor",
  "billing_mode",
  "currency",
  "customer",
  "default_payment_method",
  "description",
  "items",
  "metadata",
  "off_session",
  "payment_behavior",
  "proration_behavior",
  "trial_end",
];

function create(world: World, params: Stripe.SubscriptionCreateParams): object {
  onlyKnown(params, knownAtCreation);
  if (params.billing_mode && params.billing_mode.type !== "flexible")
    throw invalid("This sandbox knows billing_mode flexible only.", { param: "billing_mode[type]" });
  const { payment_behavior: behavior = "allow_incomplete" } = params;
  if (behavior !== "allow_incomplete" && behavior !== "error_if_incomplete")
    throw invalid("This sandbox knows payment_behavior allow_incomplete and error_if_incomplete only.", { param: "payment_behavior" });
  if (!params.customer) throw invalid("Missing required param: customer.", { param: "customer", code: "parameter_missing" });
  const customer = need(world, "customer", params.customer, "customer").id;
  const method = params.default_payment_method
    ? need(world, "payment_method", params.default_payment_method, "default_payment_method")
    : undefined;
  if (method && idOf(method.customer) !== customer)
    throw invalid("The customer does not have a payment method with this ID.", {
      param: "default_payment_method",
      code: "resource_missing",
    });
  const items = newItems(world, (params.items ?? []) as Parameters<typeof newItems>[1]);
  const beginning = {
    ...(typeof params.trial_end === "number" && { trialEnd: params.trial_end }),
    ...(params.billing_cycle_anchor !== undefined && { anchor: params.billing_cycle_anchor }),
    prorate: params.proration_behavior !== "none",
  };
  const [first] = items;
  if (first) checkBeginning(world, beginning, intervalOf(first.price));
  const onSession = params.off_session !== true;
  if (behavior === "error_if_incomplete") refuseDeclined(world, customer, method, onSession);
  const metadata = mergeMetadata({}, params.metadata);
  const given = { ...beginning, customer, items, metadata, description: params.description ?? null, method: method?.id ?? null };
  return startSubscription(world, given, { onSession }).subscription;
}

function list(world: World, params: Stripe.SubscriptionListParams): object {
  const fits = (row: Stripe.Subscription) =>
    statusFits(params.status, row) &&
    matches(params.customer, idOf(row.customer)) &&
    (params.price === undefined || row.items.data.some(({ price }) => price.id === params.price)) &&
    within(row.created, params.created) &&
    within(periodOf(row).start, params.current_period_start) &&
    within(periodOf(row).end, params.current_period_end);
  return page(all(world, "subscription"), path, params, fits);
}

/** Without a status, those that were canceled are left out. */
function statusFits(wanted: string | undefined, row: Stripe.Subscription): boolean {
  if (wanted === undefined) return row.status !== "canceled";
  if (wanted === "all") return true;
  return wanted === "ended" ? hasEnded(row) : row.status === wanted;
}

function cancel(world: World, params: Stripe.SubscriptionCancelParams, id: string): object {
  const subscription = need(world, "subscription", id);
  if (hasEnded(subscription))
    throw invalid(`This subscription is ${subscription.status} already.`, { code: "resource_missing", param: "id" });
  if (params.invoice_now || params.prorate)
    throw invalid("This sandbox neither bills nor credits anything at a cancellation.", {
      param: params.prorate ? "prorate" : "invoice_now",
    });
  const { comment, feedback } = params.cancellation_details ?? {};
  cancelSubscription(world, subscription, {
    reason: "cancellation_requested",
    ...(comment && { comment }),
    ...(feedback && { feedback }),
  });
  return subscription;
}

export const subscriptions: Part = {
  routes: [
    route("POST", path, create),
    route("GET", path, list),
    route<Stripe.SubscriptionSearchParams>("GET", `${path}/search`, (world, params) =>
      search(all(world, "subscription"), `${path}/search`, params),
    ),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "subscription", id)),
    route<Stripe.SubscriptionUpdateParams>("POST", `${path}/{id}`, (world, params, id) => {
      const subscription = need(world, "subscription", id);
      updateSubscription(world, subscription, params);
      return subscription;
    }),
    route("DELETE", `${path}/{id}`, cancel),
    route<Stripe.SubscriptionPauseParams>("POST", `${path}/{id}/pause`, (world, params, id) => {
      const subscription = need(world, "subscription", id);
      pauseSubscription(world, subscription, params);
      return subscription;
    }),
    route<Stripe.SubscriptionResumeParams>("POST", `${path}/{id}/resume`, (world, params, id) => {
      resumeSubscription(world, need(world, "subscription", id), params);
      return need(world, "subscription", id);
    }),
  ],
  tasks: { [unpaidResumptionTask]: giveResumptionUp },
};
