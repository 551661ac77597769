import type Stripe from "stripe";
import { invalid } from "../api/refusal";
import { all, change, find, idOf, make, need, save } from "../records";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";
import { balanceOf, move } from "./balance";
import { endMandate, mandateOf } from "./mandate";

const day = 86_400;

/**
 * The payer's bank takes a payment back. By card it can be answered; of a Direct Debit it is final, at once and for good.
 * @throws Refusal when there is nothing to dispute
 */
export function openDispute(world: World, charge: Stripe.Charge): Stripe.Dispute {
  if (charge.status !== "succeeded") throw invalid("Only a charge that succeeded can be disputed.");
  if (charge.disputed) throw invalid(`Charge ${charge.id} is already disputed.`);
  balanceOf(world, charge);
  const debit = charge.payment_method_details?.type === "bacs_debit";
  const dispute = make(world, "dispute", {
    amount: charge.amount - charge.amount_refunded,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    currency: charge.currency,
    reason: debit ? "debit_not_authorized" : "fraudulent",
    status: debit ? "lost" : "needs_response",
    metadata: {},
    is_charge_refundable: false,
    ...(!debit && {
      network_reason_code: "10.4",
      payment_method_details: {
        type: "card",
        card: { brand: "visa", case_type: "chargeback", network: "visa", network_reason_code: "10.4" },
      },
    }),
  });
  dispute.evidence_details = {
    ...dispute.evidence_details,
    due_by: debit ? null : seconds(world) + 14 * day,
    submission_method: "not_submitted",
  };
  dispute.balance_transactions = [withdraw(world, dispute, debit ? 0 : world.settings.fees.disputePence)];
  save(world, dispute);
  change(world, charge, { disputed: true });
  emit(world, "charge.dispute.created", dispute);
  emit(world, "charge.dispute.funds_withdrawn", dispute);
  if (debit) {
    const mandate = mandateOf(world, charge.payment_method ?? "");
    if (mandate) endMandate(world, mandate);
    emit(world, "charge.dispute.closed", dispute);
  }
  return dispute;
}

/** @throws Refusal when it is closed already, as a Direct Debit's is from the start */
export function closeDispute(world: World, dispute: Stripe.Dispute, status: "won" | "lost"): void {
  if (isClosed(dispute)) throw invalid("This dispute is already closed", { code: "dispute_already_closed" });
  const previous = change(world, dispute, { status });
  if (status === "won") {
    const returned = move(world, {
      type: "adjustment",
      category: "dispute_reversal",
      source: dispute.id,
      amount: dispute.amount,
      fee: -world.settings.fees.disputePence,
      feeFor: "Dispute fee",
      currency: dispute.currency,
      description: `Chargeback reversal for ${idOf(dispute.charge)}`,
    });
    change(world, dispute, { balance_transactions: [...dispute.balance_transactions, returned] });
    emit(world, "charge.dispute.funds_reinstated", dispute);
  }
  emit(world, "charge.dispute.closed", dispute, previous);
}

export const isClosed = (dispute: Stripe.Dispute): boolean => dispute.status === "won" || dispute.status === "lost";

export function disputeOf(world: World, charge: string): Stripe.Dispute | undefined {
  return all(world, "dispute").find((dispute) => dispute.charge === charge);
}

function withdraw(world: World, dispute: Stripe.Dispute, fee: number): Stripe.BalanceTransaction {
  return move(world, {
    type: "adjustment",
    category: "dispute",
    source: dispute.id,
    amount: -dispute.amount,
    fee,
    feeFor: "Dispute fee",
    currency: dispute.currency,
    description: `Chargeback withdrawal for ${idOf(dispute.charge)}`,
  });
}

export const disputeSteps: Part = {
  tasks: {
    "dispute a charge": (world, id) => {
      const charge = find(world, "charge", id);
      if (charge && !charge.disputed) openDispute(world, charge);
    },
    "decide a dispute": (world, id) => {
      const dispute = need(world, "dispute", id);
      if (isClosed(dispute)) return;
      closeDispute(world, dispute, dispute.evidence.uncategorized_text?.includes("winning_evidence") ? "won" : "lost");
    },
  },
};
