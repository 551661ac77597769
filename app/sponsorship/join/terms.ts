import { instantOf, londonDate } from "~/platform/london-dates";
import { add, zero, type Pence } from "~/platform/money";
import { collectionAfter } from "../collection-dates";
import { collectionAmount } from "../plan";
import { planFeeCover, type PlanFees } from "../plan-fees";
import type { PlanForm } from "./plan-form";

/** What a sponsor agrees to: exact sums in pence and London dates. */
export type SponsorshipTerms = {
  collection: Pence;
  cover: Pence;
  /** What each collection takes. */
  total: Pence;
  startsNow: boolean;
  firstOn: string;
  nextOn: string;
  /** Says the same as all of the above, so that what was shown can be compared with what would be agreed to now. */
  termsFingerprint: string;
};

export type TermsInput = Pick<PlanForm, "weekly" | "billingInterval" | "startsOn" | "coversFee" | "roomId">;

/** What a form comes to when it is agreed to at an instant. */
export function termsFor({ weekly, billingInterval, startsOn, coversFee, roomId }: TermsInput, at: Date, fees: PlanFees): SponsorshipTerms {
  const collection = collectionAmount(weekly, billingInterval);
  const cover = coversFee ? planFeeCover(collection, fees) : zero;
  const total = add(collection, cover);
  const first = startsOn === null ? at : instantOf(startsOn);
  const firstOn = londonDate(first);
  const nextOn = londonDate(collectionAfter(first, billingInterval, 1));
  const termsFingerprint = [total, cover, billingInterval, startsOn ? "on" : "now", firstOn, nextOn, roomId ?? "any"].join(" ");
  return { collection, cover, total, startsNow: startsOn === null, firstOn, nextOn, termsFingerprint };
}
