import type Stripe from "stripe";
import { change, copyOf, find, make } from "../records";
import { plan } from "../schedule";
import { emit } from "../webhooks/emit";
import { seconds, type Part, type World } from "../world";

const day = 86_400;

/** The payer's permission to debit the account, which the bank accepts some days later. */
export function mandateFor(world: World, method: Stripe.PaymentMethod): Stripe.Mandate {
  const known = mandateOf(world, method.id);
  if (known) return known;
  const mandate = make(world, "mandate", {
    payment_method: method.id,
    status: "pending",
    type: "multi_use",
    multi_use: {},
    customer_acceptance: {
      accepted_at: seconds(world),
      type: "online",
      online: { ip_address: "127.0.0.1", user_agent: "Pretend browser" },
    },
  });
  mandate.payment_method_details = {
    type: "bacs_debit",
    bacs_debit: {
      display_name: null,
      network_status: "pending",
      reference: mandate.id.slice(-12).toUpperCase(),
      revocation_reason: null,
      service_user_number: null,
      url: `${world.url}/mandates/${mandate.id}`,
    },
  };
  emit(world, "mandate.updated", mandate);
  plan(world, "accept a mandate", mandate.id, seconds(world) + world.settings.bacs.mandateDays * day);
  return mandate;
}

export function mandateOf(world: World, method: string): Stripe.Mandate | undefined {
  const mandates = world.store.table<Stripe.Mandate>("mandate").all();
  return mandates.find((mandate) => mandate.payment_method === method && mandate.status !== "inactive");
}

/** Whether the permission to debit this account was taken back. */
export function isRevoked(world: World, method: string): boolean {
  const given = world.store
    .table<Stripe.Mandate>("mandate")
    .all()
    .filter((mandate) => mandate.payment_method === method);
  return given.length > 0 && given.every((mandate) => mandate.status === "inactive");
}

/** The bank or the payer takes the permission back: nothing more can be debited. */
export function endMandate(world: World, mandate: Stripe.Mandate): void {
  moveMandate(world, mandate, "inactive", "revoked");
}

function moveMandate(world: World, mandate: Stripe.Mandate, status: "active" | "inactive", network: "accepted" | "revoked"): void {
  const details = copyOf(mandate.payment_method_details);
  if (details.bacs_debit) {
    details.bacs_debit.network_status = network;
    if (network === "revoked") details.bacs_debit.revocation_reason = "debit_not_authorized";
  }
  const previous = change(world, mandate, { status, payment_method_details: details });
  emit(world, "mandate.updated", mandate, previous);
}

export const mandateSteps: Part = {
  tasks: {
    "accept a mandate": (world, id) => {
      const mandate = find(world, "mandate", id);
      if (mandate?.status === "pending") moveMandate(world, mandate, "active", "accepted");
    },
  },
};
