import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { all, change, find, make, save } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { move } from "./balance";

const day = 86_400;

/** Which payout took a movement: of movements themselves Stripe does not say it. */
type PaidOut = { id: string; payout: string };
const paidOut = (world: World) => world.store.table<PaidOut>("_paid_out");

/** The payout that a movement went to the bank with, or null. */
export const payoutOf = (world: World, movement: string): string | null => paidOut(world).get(movement)?.payout ?? null;

/**
 * Sends everything that is available to the charity's bank, once a day, as long as it is more than nothing: what is owed to Stripe
 * waits for what comes in.
 */
export function payOutAvailable(world: World): Stripe.Payout | null {
  const isDue = (movement: Stripe.BalanceTransaction) => movement.available_on <= seconds(world) && !payoutOf(world, movement.id);
  const movements = all(world, "balance_transaction").filter(isDue);
  const amount = movements.reduce((sum, { net }) => sum + net, 0);
  if (amount <= 0) return null;
  const payout = send(world, amount, true);
  for (const { id } of movements) paidOut(world).put({ id, payout: payout.id });
  return payout;
}

/** A payout that somebody asks for at the dashboard. What it is made of, Stripe does not say; the next automatic one has it taken off. */
export function payOutByHand(world: World, amount: number): Stripe.Payout {
  if (amount < 1) throw invalid("Invalid positive integer", { param: "amount", code: "parameter_invalid_integer" });
  return send(world, amount, false);
}

function send(world: World, amount: number, automatic: boolean): Stripe.Payout {
  const payout = make(world, "payout", {
    amount,
    automatic,
    arrival_date: seconds(world) + day,
    currency: "gbp",
    description: automatic ? "STRIPE PAYOUT" : null,
    destination: "ba_sandbox",
    method: "standard",
    metadata: {},
    reconciliation_status: automatic ? "in_progress" : "not_applicable",
    source_type: "card",
    status: "in_transit",
    type: "bank_account",
  });
  const movement = move(world, {
    type: "payout",
    category: "payout",
    source: payout.id,
    amount: -amount,
    fee: 0,
    currency: "gbp",
    description: payout.description,
    availableNow: true,
  });
  // Of an automatic payout it is a line of the same payout, and so never waits for the next one.
  if (automatic) paidOut(world).put({ id: movement.id, payout: payout.id });
  change(world, payout, { balance_transaction: movement.id });
  emit(world, "payout.created", payout);
  plan(world, "bring a payout to the bank", payout.id, payout.arrival_date);
  return payout;
}

/** The charity's bank sends the money back, before or after it came in: it is in the balance again. */
export function failPayout(world: World, payout: Stripe.Payout): void {
  if (payout.status !== "in_transit" && payout.status !== "paid") throw invalid(`Payout ${payout.id} has failed already.`);
  const movement = move(world, {
    type: "payout_failure",
    category: "payout_reversal",
    source: payout.id,
    amount: payout.amount,
    fee: 0,
    currency: payout.currency,
    description: "STRIPE PAYOUT FAILURE",
    availableNow: true,
  });
  change(world, payout, {
    status: "failed",
    failure_code: "account_closed",
    failure_message: "The bank account has been closed.",
    failure_balance_transaction: movement.id,
  });
  emit(world, "payout.failed", payout);
}

export const payoutSteps: Part = {
  tasks: {
    "pay out what is available": (world) => void payOutAvailable(world),
    "bring a payout to the bank": (world, id) => {
      const payout = find(world, "payout", id);
      if (payout?.status !== "in_transit") return;
      change(world, payout, { status: "paid" });
      emit(world, "payout.paid", payout);
      if (!payout.automatic) return;
      change(world, payout, { reconciliation_status: "completed" });
      save(world, payout);
      emit(world, "payout.reconciliation_completed", payout);
    },
  },
};
