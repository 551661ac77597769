import type Stripe from "stripe";
import { invalid, missing } from "../api/refusal";
import { mergeMetadata } from "../records";
import { seconds, type World } from "../world";
import type { Billing } from "./invoices/invoice";
import { checkIntervals, itemList, makeItem, periodOf, periodOfItem, priced, recurringPrice, intervalOf } from "./invoices/items";
import { nextCollection, sameInterval, type Period } from "./interval";

/** What a change of a subscription may ask for, whether it is made or only looked at. */
export type ChangeParams = Pick<Stripe.SubscriptionUpdateParams, "items" | "proration_behavior" | "trial_end"> & {
  billing_cycle_anchor?: { type: string };
};

/** What a change comes to: the subscription's new properties, and what is billed at once. */
export type ChangePreview = { changes: Partial<Stripe.Subscription>; bills: Billing | null };

/**
 * Works out what a change of items, anchor or trial comes to. A new amount at the same interval counts from the next
 * collection; a new interval begins a new period, which is charged at once.
 * @throws Refusal of what would be charged in part, which this sandbox does not reckon
 */
export function previewChange(world: World, subscription: Stripe.Subscription, asked: ChangeParams): ChangePreview {
  const items = changedItems(world, subscription, asked.items ?? []);
  const before = periodOf(subscription);
  const now = seconds(world);
  const trial = trialOf(world, subscription, asked.trial_end);
  const running = ["active", "past_due", "unpaid"].includes(subscription.status);
  if (running && (items.priceChanged || asked.billing_cycle_anchor?.type === "now" || trial) && asked.proration_behavior !== "none")
    throw invalid("This sandbox charges nothing in part: send proration_behavior none.", { param: "proration_behavior" });
  const list = (period: Period = before) =>
    itemList(
      subscription.id,
      items.data.map((item) => ({ ...item, ...periodOfItem(period) })),
    );
  if (trial && trial.end > now) {
    const period = { start: now, end: trial.end };
    const changes = { trial_start: subscription.trial_start ?? now, trial_end: trial.end, billing_cycle_anchor: trial.end };
    return { changes: { ...changes, status: "trialing", items: list(period) }, bills: null };
  }
  const restarts = running && (items.intervalChanged || asked.billing_cycle_anchor?.type === "now");
  if (!restarts && !trial) return { changes: asked.items ? { items: list() } : {}, bills: null };
  const [first] = items.data;
  const period = { start: now, end: nextCollection(intervalOf((first as Stripe.SubscriptionItem).price), now, now) };
  const changes = { billing_cycle_anchor: now, items: list(period), ...(trial && { status: "active" as const, trial_end: now }) };
  return { changes, bills: { reason: "subscription_update", period, before } };
}

function changedItems(
  world: World,
  subscription: Stripe.Subscription,
  asked: NonNullable<ChangeParams["items"]>,
): { data: Stripe.SubscriptionItem[]; priceChanged: boolean; intervalChanged: boolean } {
  const before = subscription.items.data;
  let data = before;
  for (const [index, wanted] of asked.entries()) {
    const param = `items[${index}]`;
    if (wanted.deleted || wanted.plan) throw invalid("This sandbox neither removes items nor takes plans.", { param });
    const known = data.find((item) => item.id === wanted.id);
    if (wanted.id && !known) throw missing("subscription_item", wanted.id, `${param}[id]`);
    if (known) data = data.map((item) => (item === known ? changedItem(world, known, wanted, param) : item));
    else data = [...data, addedItem(world, subscription, wanted, param)];
  }
  checkIntervals(data.map(({ price }) => price));
  const was = new Map(before.map((item) => [item.id, item]));
  const differs = (item: Stripe.SubscriptionItem) => {
    const old = was.get(item.id);
    return old?.price.id !== item.price.id || old.quantity !== item.quantity;
  };
  const [first] = before;
  const intervalChanged = data.some((item) => first !== undefined && !sameInterval(intervalOf(item.price), intervalOf(first.price)));
  return { data, priceChanged: data.some(differs), intervalChanged };
}

function changedItem(
  world: World,
  item: Stripe.SubscriptionItem,
  wanted: NonNullable<ChangeParams["items"]>[number],
  param: string,
): Stripe.SubscriptionItem {
  const price =
    wanted.price || wanted.price_data ? recurringPrice(world, wanted as { price?: string; price_data?: object }, param) : item.price;
  if (wanted.quantity !== undefined && wanted.quantity < 1)
    throw invalid("Invalid positive integer", { param: `${param}[quantity]`, code: "parameter_invalid_integer" });
  return {
    ...item,
    ...priced(world, price),
    metadata: mergeMetadata(item.metadata, wanted.metadata),
    ...(wanted.quantity !== undefined && { quantity: wanted.quantity }),
  };
}

function addedItem(
  world: World,
  subscription: Stripe.Subscription,
  wanted: NonNullable<ChangeParams["items"]>[number],
  param: string,
): Stripe.SubscriptionItem {
  const price = recurringPrice(world, wanted as { price?: string; price_data?: object }, param);
  const metadata = mergeMetadata({}, wanted.metadata);
  return makeItem(world, subscription.id, { price, quantity: wanted.quantity ?? 1, metadata }, periodOf(subscription));
}

/** When the trial is to end, where that is asked for. */
function trialOf(world: World, subscription: Stripe.Subscription, asked: ChangeParams["trial_end"]): { end: number } | null {
  if (asked === undefined) return null;
  const now = seconds(world);
  if (asked === "now") return subscription.status === "trialing" ? { end: now } : null;
  if (typeof asked !== "number" || asked <= now)
    throw invalid("Invalid timestamp: must be an integer Unix time in the future.", { param: "trial_end" });
  return { end: asked };
}
