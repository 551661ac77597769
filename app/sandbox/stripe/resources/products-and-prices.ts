import type Stripe from "stripe";
import { page, matches } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { all, idOf, make, mergeMetadata, need } from "../records";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";

/** What a price is made of, whether by itself or within a line of a session. */
export type PriceParams = {
  currency: string;
  product?: string;
  product_data?: { name: string; metadata?: Stripe.MetadataParam; description?: string };
  unit_amount?: number;
  unit_amount_decimal?: Stripe.Decimal;
  recurring?: { interval: string; interval_count?: number };
  metadata?: Stripe.MetadataParam;
  nickname?: string;
};

const largest = 99_999_999;

/**
 * Makes a price, and its product where it is described rather than named.
 * @param where which parameter describes it, for refusals
 */
export function makePrice(world: World, given: PriceParams, where = ""): Stripe.Price {
  const param = (name: string) => (where ? `${where}[${name}]` : name);
  if (!given.product === !given.product_data)
    throw invalid("You must specify either `product` or `product_data` when creating a price.", { param: param("product") });
  if (given.unit_amount === undefined)
    throw invalid(`Missing required param: ${param("unit_amount")}.`, { param: param("unit_amount"), code: "parameter_missing" });
  if (given.unit_amount < 0)
    throw invalid("Invalid non-negative integer", { param: param("unit_amount"), code: "parameter_invalid_integer" });
  if (given.unit_amount > largest)
    throw invalid(`Amount must be no more than £999,999.99`, { param: param("unit_amount"), code: "amount_too_large" });
  if (given.currency !== "gbp")
    throw invalid(`Invalid currency: ${given.currency}. This sandbox takes gbp only.`, { param: param("currency") });
  const product = given.product
    ? need(world, "product", given.product, param("product"))
    : makeProduct(world, given.product_data ?? { name: "" });
  const { recurring } = given;
  return make(world, "price", {
    active: true,
    billing_scheme: "per_unit",
    currency: given.currency,
    metadata: mergeMetadata({}, given.metadata),
    nickname: given.nickname ?? null,
    product: product.id,
    recurring: recurring
      ? {
          interval: recurring.interval,
          interval_count: recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: "licensed",
        }
      : null,
    tax_behavior: "unspecified",
    type: recurring ? "recurring" : "one_time",
    unit_amount: given.unit_amount,
    unit_amount_decimal: String(given.unit_amount) as unknown as Stripe.Decimal,
  });
}

function makeProduct(world: World, given: { name: string; description?: string; metadata?: Stripe.MetadataParam }): Stripe.Product {
  return make(world, "product", {
    active: true,
    description: given.description ?? null,
    metadata: mergeMetadata({}, given.metadata),
    name: given.name,
    type: "service",
    updated: seconds(world),
  });
}

export const productsAndPrices: Part = {
  routes: [
    route<Stripe.ProductCreateParams>("POST", "/v1/products", (world, params) => {
      const product = makeProduct(world, params as Parameters<typeof makeProduct>[1]);
      emit(world, "product.created", product);
      return product;
    }),
    route<PriceParams>("POST", "/v1/prices", (world, params) => {
      const price = makePrice(world, params);
      emit(world, "price.created", price);
      return price;
    }),
    route<Stripe.PriceListParams>("GET", "/v1/prices", (world, params) => {
      const fits = (row: Stripe.Price) =>
        matches(params.active, row.active) && matches(params.product, idOf(row.product)) && matches(params.type, row.type);
      return page(all(world, "price"), "/v1/prices", params, fits);
    }),
  ],
};
