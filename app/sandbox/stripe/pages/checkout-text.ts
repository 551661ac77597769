import type Stripe from "stripe";
import { intervalOf, totalOf } from "../billing/invoices/items";
import { intervalText } from "../billing/interval";
import { memoryOf } from "../checkout/complete";
import { lineItems } from "../checkout/sessions";
import { beginningOf } from "../checkout/subscription-mode";
import type { World } from "../world";
import { pounds } from "./frame";

/** What the hosted page says of a session. */
export type PageText = {
  merchant: string;
  heading: string;
  total: string | null;
  /** How often, and from when. */
  interval: string | null;
  button: string;
  title: string;
  /** What the holder of a bank account agrees to. */
  mandate: string;
};

const verbs: Record<string, string> = { donate: "Donate", book: "Book", subscribe: "Subscribe" };

export function textOf(world: World, session: Stripe.Checkout.Session): PageText {
  const { merchant } = world.settings;
  if (session.mode === "subscription") return ofSubscription(world, session, merchant);
  if (session.mode === "setup") return ofSetup(merchant);
  const verb = verbs[session.submit_type ?? ""] ?? "Pay";
  const total = pounds(session.amount_total ?? 0);
  return {
    merchant,
    heading: `${verb} to ${merchant}`,
    total,
    interval: null,
    button: `${verb} ${total}`,
    title: `${verb} ${total} to ${merchant}`,
    mandate: `By confirming you let Stripe, for ${merchant}, take this payment from your account. The Direct Debit Guarantee protects it.`,
  };
}

function ofSubscription(world: World, session: Stripe.Checkout.Session, merchant: string): PageText {
  const lines = lineItems(world, session.id);
  const prices = lines.flatMap(({ price, quantity }) => (price ? { price, quantity: quantity ?? 1 } : []));
  const [first] = prices;
  const often = first ? intervalText(intervalOf(first.price)) : "";
  const each = pounds(totalOf(prices));
  const { trialEnd, anchor } = beginningOf(memoryOf(world, session.id).params);
  const later = trialEnd ?? anchor;
  const verb = verbs[session.submit_type ?? ""] ?? "Subscribe";
  const now = pounds(session.amount_total ?? 0);
  return {
    merchant,
    heading: `${verb} to ${merchant}`,
    total: later === undefined ? `${each} ${often}` : `${now} due today`,
    interval: later === undefined ? null : `Then ${each} ${often}, from ${dateOf(later)}`,
    button: session.submit_type === "donate" ? `Donate ${each} ${often}` : "Subscribe",
    title: `${verb}: ${each} ${often} to ${merchant}`,
    mandate: mandateFor(merchant, `${each} ${often} until you cancel`),
  };
}

function ofSetup(merchant: string): PageText {
  return {
    merchant,
    heading: `Payment details for ${merchant}`,
    total: null,
    interval: "Nothing is taken now. What you give here is kept for payments to come.",
    button: "Save",
    title: `Payment details for ${merchant}`,
    mandate: mandateFor(merchant, "your payments to come"),
  };
}

/** The mandate that a bank asks for before repeated debits. */
export const mandateFor = (merchant: string, what: string): string =>
  `By confirming you instruct your bank to pay ${what} to ${merchant} by Direct Debit through Stripe, subject to the safeguards of the Direct Debit Guarantee. You will be told of each debit beforehand, and can cancel at any time with your bank.`;

/** A day as people in the United Kingdom write it. */
export const dateOf = (seconds: number): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "Europe/London" }).format(seconds * 1000);
