import type Stripe from "stripe";
import { page, within, wished } from "../api/list";
import { route } from "../api/route";
import type { Part } from "../parts";
import { all, idOf, need } from "../records";

const path = "/v1/setup_intents";

export const setupIntents: Part = {
  routes: [
    route<Stripe.SetupIntentListParams>("GET", path, (world, params) => {
      const fits = (row: Stripe.SetupIntent) =>
        wished(params.customer, idOf(row.customer)) &&
        wished(params.payment_method, idOf(row.payment_method)) &&
        within(row.created, params.created);
      return page(world, all(world, "setup_intent"), path, params, fits);
    }),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "setup_intent", id)),
  ],
};
