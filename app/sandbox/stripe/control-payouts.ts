import type Stripe from "stripe";
import { move } from "./payments/balance";
import { failPayout, payOutAvailable, payOutByHand } from "./payments/payout";
import { need } from "./records";
import type { World } from "./world";

/** What happens to the account's balance from outside: payouts that somebody or the bank brings about, and Stripe's own corrections. */
export function payoutControlOf(world: World, act: <T>(action: () => T) => T) {
  return {
    /** Pays out all that is available, as each day does by itself; or so many pence, as somebody does by hand. @returns null: nothing is available */
    payOut: (amount?: number): Stripe.Payout | null =>
      act(() => (amount === undefined ? payOutAvailable(world) : payOutByHand(world, amount))),

    /** The charity's bank sends a payout back. */
    failPayout: (id: string): void => act(() => failPayout(world, need(world, "payout", id))),

    /** A line of Stripe's own that is about no payment. @param adjustment pence, below nothing where Stripe takes them */
    adjustBalance: ({ pence, description }: { pence: number; description: string }): Stripe.BalanceTransaction =>
      act(() =>
        move(world, {
          type: "adjustment",
          category: "other_adjustment",
          source: null,
          amount: pence,
          fee: 0,
          currency: "gbp",
          description,
        }),
      ),
  };
}
