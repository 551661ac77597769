import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { invalid, missing } from "../api/refusal";
import { find, make, mergeMetadata } from "../records";
import type { World } from "../world";
import { accountNamed, testSortCode, type TestAccount } from "./bank-accounts";
import { cardNamed, readyCards, type TestCard } from "./cards";

/** What stands behind a payment method: which test card or account it is. Kept apart from what Stripe's interface shows. */
type Instrument = { id: string; card?: string; account?: string };

export type BillingDetails = {
  email?: string | null;
  name?: string | null;
  phone?: string | null;
  address?: { [part in "line1" | "line2" | "city" | "postal_code" | "state" | "country"]?: string | null } | "" | null;
};

type Extras = { billing?: BillingDetails; metadata?: Stripe.MetadataParam | "" | null; expires?: { month: number; year: number } };

const table = (world: World) => world.store.table<Instrument>("_instrument");

/** @param last4 tells a card by its last figures where it is no test card */
export function makeCard(world: World, card: TestCard, extras: Extras = {}): Stripe.PaymentMethod {
  const method = make(world, "payment_method", {
    type: "card",
    billing_details: billing(extras.billing),
    metadata: mergeMetadata({}, extras.metadata),
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "GB",
      display_brand: card.brand,
      exp_month: extras.expires?.month ?? 12,
      exp_year: extras.expires?.year ?? Math.max(2034, world.clock.now().getUTCFullYear() + 3),
      fingerprint: fingerprint(card.name),
      funding: "credit",
      generated_from: null,
      last4: card.number.slice(-4) || "0000",
      networks: { available: [card.brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  });
  table(world).put({ id: method.id, card: card.name });
  return method;
}

export function makeBankAccount(world: World, account: TestAccount, extras: Extras = {}): Stripe.PaymentMethod {
  const method = make(world, "payment_method", {
    type: "bacs_debit",
    billing_details: billing(extras.billing),
    metadata: mergeMetadata({}, extras.metadata),
    bacs_debit: { fingerprint: fingerprint(account.name), last4: account.number.slice(-4), sort_code: testSortCode },
  });
  table(world).put({ id: method.id, account: account.name });
  return method;
}

export function cardBehind(world: World, method: string): TestCard | null {
  const name = table(world).get(method)?.card;
  return name === undefined ? null : cardNamed(name);
}

export function accountBehind(world: World, method: string): TestAccount | null {
  const name = table(world).get(method)?.account;
  return name === undefined ? null : accountNamed(name);
}

/** A payment method by its id, or one of Stripe's ready ones such as pm_card_visa, of which each use makes a new one. */
export function methodOf(world: World, id: string, param?: string): Stripe.PaymentMethod {
  const known = find(world, "payment_method", id);
  if (known) return known;
  const ready = readyCards[id];
  if (ready) return makeCard(world, cardNamed(ready));
  throw missing("payment_method", id, param);
}

/** The test card that a token such as tok_visa stands for. */
export function cardOfToken(token: string): TestCard {
  const name = readyCards[token];
  if (!name) throw invalid(`No such token: '${token}'`, { code: "resource_missing", param: "card[token]" });
  return cardNamed(name);
}

function billing(given: BillingDetails = {}): Stripe.PaymentMethod.BillingDetails {
  const address = given.address === "" ? null : given.address;
  return {
    address: {
      city: address?.city ?? null,
      country: address?.country ?? "GB",
      line1: address?.line1 ?? null,
      line2: address?.line2 ?? null,
      postal_code: address?.postal_code ?? null,
      state: address?.state ?? null,
    },
    email: given.email || null,
    name: given.name || null,
    phone: given.phone || null,
    tax_id: null,
  };
}

const fingerprint = (name: string) => createHash("sha256").update(name).digest("base64url").slice(0, 16);
