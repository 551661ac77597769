import type Stripe from "stripe";
import { matches, page, within } from "../api/list";
import { invalid } from "../api/refusal";
import { route } from "../api/route";
import { payoutOf } from "../payments/payout";
import { all, idOf, need } from "../records";
import type { Part, World } from "../world";

export const payouts: Part = {
  routes: [
    route<Stripe.PayoutListParams>("GET", "/v1/payouts", (world, params) => {
      const fits = (row: Stripe.Payout) =>
        matches(params.status, row.status) && within(row.created, params.created) && within(row.arrival_date, params.arrival_date);
      return page(all(world, "payout"), "/v1/payouts", params, fits);
    }),
    route("GET", "/v1/payouts/{id}", (world, _params, id) => need(world, "payout", id)),
  ],
};

/** @throws Refusal as Stripe refuses to say what a payout is made of that somebody asked for */
function needAutomatic(world: World, id: string): void {
  if (!need(world, "payout", id, "payout").automatic)
    throw invalid("Balance transaction history can only be filtered on automatic transfers, not manual.", { param: "payout" });
}

export const balanceTransactions: Part = {
  routes: [
    route<Stripe.BalanceTransactionListParams>("GET", "/v1/balance_transactions", (world, params) => {
      const { payout } = params;
      if (payout) needAutomatic(world, payout);
      const fits = (row: Stripe.BalanceTransaction) =>
        matches(params.type, row.type) &&
        matches(params.source, idOf(row.source)) &&
        matches(params.currency, row.currency) &&
        (!payout || payoutOf(world, row.id) === payout) &&
        within(row.created, params.created);
      return page(all(world, "balance_transaction"), "/v1/balance_transactions", params, fits);
    }),
  ],
};
