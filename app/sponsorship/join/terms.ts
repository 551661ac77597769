import { londonDate } from "~/platform/london-dates";
import { add, zero, type Pence } from "~/platform/money";
import { instantOf } from "~/platform/london-dates";
import { collectionAfter } from "../collection-dates";
import { collectionOf } from "../plan";
import { planCoverFor, type PlanFees } from "../plan-fees";
import type { PlanForm } from "./plan-form";

/** What a sponsor agrees to: exact sums in pence and London dates. */
export type Agreement = {
  collection: Pence;
  cover: Pence;
  /** What each collection takes. */
  total: Pence;
  startsNow: boolean;
  firstOn: string;
  nextOn: string;
  /** Says the same as all of the above, so that what was shown can be compared with what would be agreed to now. */
  seal: string;
};

export type AgreedTerms = Pick<PlanForm, "weekly" | "rhythm" | "startsOn" | "cover" | "room">;

/** What a form comes to when it is agreed to at an instant. */
export function agreementOf({ weekly, rhythm, startsOn, cover, room }: AgreedTerms, at: Date, fees: PlanFees): Agreement {
  const collection = collectionOf(weekly, rhythm);
  const added = cover ? planCoverFor(collection, fees) : zero;
  const total = add(collection, added);
  const first = startsOn === null ? at : instantOf(startsOn);
  const firstOn = londonDate(first);
  const nextOn = londonDate(collectionAfter(first, rhythm, 1));
  const seal = [total, added, rhythm, startsOn ? "on" : "now", firstOn, nextOn, room ?? "any"].join(" ");
  return { collection, cover: added, total, startsNow: startsOn === null, firstOn, nextOn, seal };
}
