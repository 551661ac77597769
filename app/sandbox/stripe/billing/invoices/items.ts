import type Stripe from "stripe";
import { invalid } from "../../api/refusal";
import { emptyObject } from "../../contract";
import { idOf, mergeMetadata, need, newId } from "../../records";
import { makePrice, type PriceParams } from "../../resources/products-and-prices";
import { plan } from "../../schedule";
import { seconds, type World } from "../../world";
import { sameInterval, type Period, type BillingInterval } from "../interval";

/** What is to be collected, again and again. */
export type NewItem = { price: Stripe.Price; quantity: number; metadata?: Record<string, string> };

type ItemParams = {
  price?: string;
  price_data?: object;
  quantity?: number;
  metadata?: Stripe.MetadataParam | "" | null;
};

/** The price that an item names or describes. @throws Refusal of one that is collected once only */
export function recurringPrice(world: World, asked: ItemParams, param: string): Stripe.Price {
  if (!asked.price === !asked.price_data)
    throw invalid("Each item takes exactly one of price and price_data.", { param: `${param}[price]` });
  const price = asked.price
    ? need(world, "price", asked.price, `${param}[price]`)
    : makePrice(world, asked.price_data as PriceParams, `${param}[price_data]`);
  if (price.recurring) return price;
  throw invalid(`The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`, {
    param: `${param}[price]`,
  });
}

/** Reads the items that a new subscription is asked for. @throws Refusal where they are collected at different times */
export function newItems(world: World, asked: ItemParams[], param = "items"): NewItem[] {
  if (asked.length === 0) throw invalid(`Missing required param: ${param}.`, { param, code: "parameter_missing" });
  const items = asked.map((item, index) => ({
    price: recurringPrice(world, item, `${param}[${index}]`),
    quantity: item.quantity ?? 1,
    metadata: mergeMetadata({}, item.metadata),
  }));
  checkIntervals(items.map(({ price }) => price));
  return items;
}

export function checkIntervals(prices: Stripe.Price[]): void {
  const [first] = prices;
  if (first && prices.some((price) => !sameInterval(intervalOf(price), intervalOf(first))))
    throw invalid("This sandbox collects all items of a subscription at the same time: give them one interval.", { param: "items" });
}

export function makeItem(world: World, subscription: string, given: NewItem, period: Period): Stripe.SubscriptionItem {
  return {
    ...(emptyObject(world.contract, "subscription_item") as unknown as Stripe.SubscriptionItem),
    id: newId("si"),
    created: seconds(world),
    metadata: given.metadata ?? {},
    subscription,
    quantity: given.quantity,
    tax_rates: [],
    ...priced(world, given.price),
    ...periodOfItem(period),
  };
}

/** A price as an item holds it, with the plan that older programmes read. */
export function priced(world: World, price: Stripe.Price): Pick<Stripe.SubscriptionItem, "price" | "plan"> {
  const legacy = {
    ...(emptyObject(world.contract, "plan") as unknown as Stripe.Plan),
    id: price.id,
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: "per_unit",
    created: price.created,
    currency: price.currency,
    interval: intervalOf(price).interval,
    interval_count: intervalOf(price).interval_count,
    product: idOf(price.product),
    usage_type: "licensed",
    metadata: {},
  };
  return { price, plan: legacy };
}

export const periodOfItem = ({ start, end }: Period) => ({ current_period_start: start, current_period_end: end });

export function itemList(subscription: string, data: Stripe.SubscriptionItem[]): Stripe.ApiList<Stripe.SubscriptionItem> {
  return { object: "list", data, has_more: false, url: `/v1/subscription_items?subscription=${subscription}` };
}

/** The same items in another period. */
export function inPeriod(subscription: Stripe.Subscription, period: Period): Stripe.ApiList<Stripe.SubscriptionItem> {
  return itemList(
    subscription.id,
    subscription.items.data.map((item) => ({ ...item, ...periodOfItem(period) })),
  );
}

export const intervalOf = (price: Stripe.Price): BillingInterval => price.recurring ?? { interval: "month", interval_count: 1 };

export function firstItem(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const [item] = subscription.items.data;
  if (!item) throw new Error(`Subscription ${subscription.id} has no items`);
  return item;
}

export const intervalOfSubscription = (subscription: Stripe.Subscription): BillingInterval => intervalOf(firstItem(subscription).price);

export function periodOf(subscription: Stripe.Subscription): Period {
  const { current_period_start: start, current_period_end: end } = firstItem(subscription);
  return { start, end };
}

/** What one collection takes, in pence. */
export const totalOf = (items: { price: Stripe.Price; quantity?: number }[]): number =>
  items.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * (quantity ?? 1), 0);

export const renewalTask = "renew a subscription";

/** Plans what happens at the end of a subscription's period. One planned for an earlier end finds nothing to do. */
export function planRenewal(world: World, subscription: Stripe.Subscription): void {
  plan(world, renewalTask, subscription.id, periodOf(subscription).end);
}
