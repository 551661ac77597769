import type Stripe from "stripe";
import type { Part } from "../world";
import { page, within, matches } from "../api/list";
import { route } from "../api/route";
import { all, idOf, need } from "../records";

const path = "/v1/setup_intents";

export const setupIntents: Part = {
  routes: [
    route<Stripe.SetupIntentListParams>("GET", path, (world, params) => {
      const fits = (row: Stripe.SetupIntent) =>
        matches(params.customer, idOf(row.customer)) &&
        matches(params.payment_method, idOf(row.payment_method)) &&
        within(row.created, params.created);
      return page(all(world, "setup_intent"), path, params, fits);
    }),
    route("GET", `${path}/{id}`, (world, _params, id) => need(world, "setup_intent", id)),
  ],
};
