import type Stripe from "stripe";
import { page, within, matches } from "../api/list";
import { missing } from "../api/refusal";
import { route } from "../api/route";
import { search } from "../api/search";
import { all, change, idOf, make, mergeMetadata, need } from "../records";
import { cancelAllOf } from "../billing/cancel";
import { methodOf } from "../payments/instrument";
import { emit } from "../webhooks/emit";
import type { Part, World } from "../world";
import { attach } from "./payment-methods";

const path = "/v1/customers";

type Details = Pick<Stripe.CustomerCreateParams, "email" | "name" | "phone" | "description" | "metadata">;

/** Makes a customer and says so. */
export function makeCustomer(world: World, given: Details & { preferred_locales?: string[] }): Stripe.Customer {
  const customer = make(world, "customer", {
    email: given.email ?? null,
    name: given.name ?? null,
    phone: given.phone ?? null,
    description: given.description ?? null,
    metadata: mergeMetadata({}, given.metadata),
    preferred_locales: given.preferred_locales ?? [],
    invoice_prefix: "SANDBOX",
    tax_exempt: "none",
  });
  emit(world, "customer.created", customer);
  return customer;
}

/** The customer, or what is left of one that was deleted. */
function retrieve(world: World, id: string): object {
  const customer = world.store.table<{ id: string }>("customer").get(id);
  if (!customer) throw missing("customer", id);
  return customer;
}

function update(world: World, params: Stripe.CustomerUpdateParams, id: string): object {
  const customer = need(world, "customer", id);
  const asked = params.invoice_settings?.default_payment_method;
  const method = asked ? need(world, "payment_method", asked, "invoice_settings[default_payment_method]").id : asked;
  const changes: Partial<Stripe.Customer> = {
    ...(params.metadata !== undefined && { metadata: mergeMetadata(customer.metadata, params.metadata) }),
    ...(method !== undefined && { invoice_settings: { ...customer.invoice_settings, default_payment_method: method || null } }),
  };
  for (const name of ["email", "name", "phone", "description"] as const)
    if (params[name] !== undefined) changes[name] = params[name] || null;
  emit(world, "customer.updated", customer, change(world, customer, changes));
  return customer;
}

function remove(world: World, id: string): object {
  const customer = need(world, "customer", id);
  cancelAllOf(world, id);
  for (const method of all(world, "payment_method")) if (idOf(method.customer) === id) change(world, method, { customer: null });
  const left: Stripe.DeletedCustomer = { id, object: "customer", deleted: true };
  world.store.table<Stripe.DeletedCustomer>("customer").put(left);
  emit(world, "customer.deleted", customer);
  return left;
}

export const customers: Part = {
  routes: [
    route<Stripe.CustomerCreateParams>("POST", path, (world, params) => {
      const customer = makeCustomer(world, params as Details);
      if (params.payment_method) attach(world, methodOf(world, params.payment_method, "payment_method"), customer.id);
      return customer;
    }),
    route<Stripe.CustomerListParams>("GET", path, (world, params) =>
      page(all(world, "customer"), path, params, (row) => matches(params.email, row.email) && within(row.created, params.created)),
    ),
    route<Stripe.CustomerSearchParams>("GET", `${path}/search`, (world, params) =>
      search(all(world, "customer"), `${path}/search`, params),
    ),
    route("GET", `${path}/{customer}`, (world, _params, id) => retrieve(world, id)),
    route("POST", `${path}/{customer}`, update),
    route("DELETE", `${path}/{customer}`, (world, _params, id) => remove(world, id)),
    route<Stripe.CustomerListPaymentMethodsParams>("GET", `${path}/{customer}/payment_methods`, (world, params, id) => {
      need(world, "customer", id);
      const fits = (row: Stripe.PaymentMethod) => idOf(row.customer) === id && matches(params.type, row.type);
      return page(all(world, "payment_method"), `${path}/${id}/payment_methods`, params, fits);
    }),
  ],
};
