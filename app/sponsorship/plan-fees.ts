import { coverFor, feesOn, type Fee } from "~/giving/checkout/fee";
import { pence, subtract, type Pence } from "~/platform/money";
import { collectionsPerYear, type BillingInterval } from "./plan";

/** Everything that Stripe takes of a collection: for carrying it, and for repeating it. As the charity's configuration has them. */
export type PlanFees = { card: Fee; bacs: Fee; billing: Fee };
export type FeeMethod = "card" | "bacs";

/** What is left of one collection once every fee is taken. */
export const netOfFees = (collection: Pence, method: FeeMethod, fees: PlanFees): Pence =>
  subtract(collection, feesOn(collection, [fees[method], fees.billing]));

/** What is left of a year of such collections. */
export const yearlyNetOfFees = (collection: Pence, interval: BillingInterval, method: FeeMethod, fees: PlanFees): Pence =>
  pence(netOfFees(collection, method, fees) * collectionsPerYear[interval]);

/**
 * What a sponsor adds to each collection so that all of it arrives, reckoned by card: how it is paid is not known before
 * Stripe's page. Belongs to one collection: a change of amount or billing interval reckons it anew.
 */
export const planFeeCover = (collection: Pence, fees: PlanFees): Pence => coverFor(collection, fees.card, fees.billing);
