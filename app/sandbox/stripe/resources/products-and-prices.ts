import type Stripe from "stripe";
import { page, within, wished } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { all, change, idOf, make, mergeMetadata, need } from "../records";
import type { Part } from "../parts";
import { emit } from "../webhooks/emit";
import { seconds, type World } from "../world";

/** What a price is made of, whether by itself or within a line of a session. */
export type PriceWish = {
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
export function makePrice(world: World, wish: PriceWish, where = ""): Stripe.Price {
  const param = (name: string) => (where ? `${where}[${name}]` : name);
  if (!wish.product === !wish.product_data)
    throw invalid("You must specify either `product` or `product_data` when creating a price.", { param: param("product") });
  if (wish.unit_amount === undefined)
    throw invalid(`Missing required param: ${param("unit_amount")}.`, { param: param("unit_amount"), code: "parameter_missing" });
  if (wish.unit_amount < 0)
    throw invalid("Invalid non-negative integer", { param: param("unit_amount"), code: "parameter_invalid_integer" });
  if (wish.unit_amount > largest)
    throw invalid(`Amount must be no more than £999,999.99`, { param: param("unit_amount"), code: "amount_too_large" });
  if (wish.currency !== "gbp")
    throw invalid(`Invalid currency: ${wish.currency}. This sandbox takes gbp only.`, { param: param("currency") });
  const product = wish.product
    ? need(world, "product", wish.product, param("product"))
    : makeProduct(world, wish.product_data ?? { name: "" });
  const { recurring } = wish;
  return make(world, "price", {
    active: true,
    billing_scheme: "per_unit",
    currency: wish.currency,
    metadata: mergeMetadata({}, wish.metadata),
    nickname: wish.nickname ?? null,
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
    unit_amount: wish.unit_amount,
    unit_amount_decimal: String(wish.unit_amount) as unknown as Stripe.Decimal,
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
    route<Stripe.ProductListParams>("GET", "/v1/products", (world, params) =>
      page(
        world,
        all(world, "product"),
        "/v1/products",
        params,
        (row) => wished(params.active, row.active) && within(row.created, params.created),
      ),
    ),
    route("GET", "/v1/products/{id}", (world, _params, id) => need(world, "product", id)),
    route<Stripe.ProductUpdateParams>("POST", "/v1/products/{id}", (world, params, id) => {
      const product = need(world, "product", id);
      const { name, active } = params;
      const changes = {
        metadata: mergeMetadata(product.metadata, params.metadata),
        updated: seconds(world),
        ...(name && { name }),
        ...(active !== undefined && { active }),
      };
      emit(world, "product.updated", product, change(world, product, changes));
      return product;
    }),
    route<PriceWish>("POST", "/v1/prices", (world, params) => {
      const price = makePrice(world, params);
      emit(world, "price.created", price);
      return price;
    }),
    route<Stripe.PriceListParams>("GET", "/v1/prices", (world, params) => {
      const fits = (row: Stripe.Price) =>
        wished(params.active, row.active) && wished(params.product, idOf(row.product)) && wished(params.type, row.type);
      return page(world, all(world, "price"), "/v1/prices", params, fits);
    }),
    route("GET", "/v1/prices/{id}", (world, _params, id) => need(world, "price", id)),
  ],
};
