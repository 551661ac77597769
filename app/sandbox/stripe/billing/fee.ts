import type Stripe from "stripe";
import { move } from "../payments/balance";
import { find } from "../records";
import { plan } from "../schedule";
import type { Part, World } from "../world";

const task = "write billing's fee";

/** Billing's share of an invoice is written a moment after the payment, as a movement of its own. */
export function planBillingFee(world: World, invoice: Stripe.Invoice): void {
  plan(world, task, invoice.id, world.clock.now().getTime() / 1000 + world.settings.feeDelaySeconds);
}

export const billingFees: Part = {
  tasks: {
    [task]: (world, id) => {
      const invoice = find(world, "invoice", id);
      const fee = Math.round((invoice?.amount_paid ?? 0) * world.settings.billing.feeRate);
      if (!invoice || fee === 0) return;
      move(world, {
        type: "stripe_fee",
        category: "fee",
        source: null,
        amount: -fee,
        fee: 0,
        currency: invoice.currency,
        description: `Billing - Usage Fee (${invoice.number ?? invoice.id})`,
      });
    },
  },
};
