import type Stripe from "stripe";
import { plan, planOnce } from "../schedule";
import { change, find, idOf, make, need } from "../records";
import type { Fees } from "../settings";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";

const day = 86_400;

/** What Stripe keeps of a charge, in whole pence. */
export function feeOf(fees: Fees, type: string, pence: number): number {
  if (type !== "bacs_debit") return Math.round(pence * fees.card.rate) + fees.card.fixedPence;
  const share = Math.round(pence * fees.bacs.rate);
  return Math.min(Math.max(share, fees.bacs.leastPence), fees.bacs.mostPence);
}

type Movement = {
  type: Stripe.BalanceTransaction["type"];
  category: string;
  source: string | null;
  amount: number;
  fee: number;
  feeFor?: string;
  currency: string;
  description: string | null;
  /** What goes to the bank, or comes back from it, waits for nothing. */
  availableNow?: boolean;
};

/** Writes a movement of money into the account's balance, and sees to it that it is paid out once it is available. Amounts are pence; money going out is below nothing. */
export function move(world: World, movement: Movement): Stripe.BalanceTransaction {
  const { amount, fee, currency } = movement;
  const availableOn = seconds(world) + (movement.availableNow ? 0 : 7 * day);
  if (world.settings.payouts === "daily") planOnce(world, "pay out what is available", "balance", Math.ceil(availableOn / day) * day);
  return make(world, "balance_transaction", {
    amount,
    fee,
    net: amount - fee,
    currency,
    type: movement.type,
    reporting_category: movement.category,
    source: movement.source,
    description: movement.description,
    balance_type: "payments",
    status: movement.availableNow ? "available" : "pending",
    available_on: availableOn,
    exchange_rate: null,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: movement.feeFor ?? "Stripe processing fees", type: "stripe_fee" }],
  });
}

/** A charge's fee is known a moment after the charge: until then its balance_transaction is null. */
export function planFee(world: World, charge: Stripe.Charge): void {
  plan(world, "write the fee of a charge", charge.id, world.clock.now().getTime() / 1000 + world.settings.feeDelaySeconds);
}

/** The movement that a charge made; written now where it was not yet. */
export function balanceOf(world: World, charge: Stripe.Charge): Stripe.BalanceTransaction {
  const known = idOf(charge.balance_transaction);
  if (known) return need(world, "balance_transaction", known);
  const movement = move(world, {
    type: "charge",
    category: "charge",
    source: charge.id,
    amount: charge.amount,
    fee: feeOf(world.settings.fees, charge.payment_method_details?.type ?? "card", charge.amount),
    currency: charge.currency,
    description: charge.description,
  });
  const previous = change(world, charge, { balance_transaction: movement.id });
  emit(world, "charge.updated", charge, previous);
  return movement;
}

export const fees: Part = {
  tasks: {
    "write the fee of a charge": (world, id) => {
      const charge = find(world, "charge", id);
      if (charge) balanceOf(world, charge);
    },
  },
};
