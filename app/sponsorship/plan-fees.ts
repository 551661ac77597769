import { coverFor, feesOn, type Fee } from "~/giving/checkout/fee";
import { pence, subtract, type Pence } from "~/platform/money";
import { collectionOf, collectionsAYear, type Rhythm } from "./plan";

/** Everything that Stripe takes of a collection: for carrying it, and for repeating it. As the charity's configuration has them. */
export type PlanFees = { card: Fee; bacs: Fee; billing: Fee };
export type Means = "card" | "bacs";

/** What is left of one collection once every fee is taken. */
export const leftOf = (collection: Pence, means: Means, fees: PlanFees): Pence =>
  subtract(collection, feesOn(collection, [fees[means], fees.billing]));

/** What a year of collections leaves of a weekly sum. */
export const leftOfAYear = (weekly: Pence, rhythm: Rhythm, means: Means, fees: PlanFees): Pence =>
  pence(leftOf(collectionOf(weekly, rhythm), means, fees) * collectionsAYear[rhythm]);

/**
 * What a sponsor adds to each collection so that all of it arrives, reckoned by card: how it is paid is not known before
 * Stripe's page. Belongs to one collection: a change of amount or rhythm reckons it anew.
 */
export const planCoverFor = (collection: Pence, fees: PlanFees): Pence => coverFor(collection, fees.card, fees.billing);
