import { londonDate } from "~/platform/london-dates";
import { pence, poundsShort, type Pence } from "~/platform/money";
import { collectionsFrom } from "../collection-dates";
import { dayAndMonth, fullDay } from "~/platform/format-date";
import { collectionOf, rhythms, type Rhythm } from "../plan";
import { leftOf, leftOfAYear, type PlanFees } from "../plan-fees";

/** One way to collect a weekly sum, in words: when and how much, and what of it reaches the rooms. */
export type WayToCollect = { rhythm: Rhythm; name: string; collected: string; reaches: string };

const names: Record<Rhythm, string> = {
  four_weekly: "Every four weeks",
  weekly: "Every week",
  monthly: "Every month",
  yearly: "Once a year",
};

/**
 * All ways to collect a weekly sum, the recommended one first.
 * @param first the instant of the first collection
 */
export const waysToCollect = (weekly: Pence, first: Date, fees: PlanFees): WayToCollect[] =>
  rhythms.map((rhythm) => {
    const collection = collectionOf(weekly, rhythm);
    const left = poundsShort(leftOf(collection, "card", fees));
    const year = poundsShort(leftOfAYear(weekly, rhythm, "card", fees));
    const sum = poundsShort(collection);
    return {
      rhythm,
      name: names[rhythm],
      collected: collectedWords(sum, rhythm, first),
      reaches:
        rhythm === "yearly" ? `${left} of the ${sum} reaches the rooms.` : `${left} of each ${sum} reaches the rooms: ${year} a year.`,
    };
  });

function collectedWords(sum: string, rhythm: Rhythm, first: Date): string {
  const [one = "", two = "", three = ""] = collectionsFrom(first, rhythm, 3).map(londonDate);
  if (rhythm === "yearly") return `${sum} on ${fullDay(one)}, then ${fullDay(two)}.`;
  return `${sum} on ${dayAndMonth(one)}, ${dayAndMonth(two)}, ${dayAndMonth(three)}.`;
}

/** How the figures come about, with every fee that is configured. */
export function feesInWords({ card, bacs, billing }: PlanFees): { card: string; directDebit: string } {
  const percent = (rate: number) => `${Number((rate * 100).toFixed(2))}%`;
  const small = (sum: number | undefined) => ((sum ?? 0) < 100 ? `${sum ?? 0}p` : poundsShort(pence(sum ?? 0)));
  const collection = collectionOf(pence(250), "four_weekly");
  const left = poundsShort(leftOf(collection, "bacs", { card, bacs, billing }));
  return {
    card: `A UK card costs ${percent(card.rate)} and ${small(card.fixedPence)} each time, and the service that repeats it costs ${percent(billing.rate)}. Each fee is rounded to a whole penny. Your own card may cost a little more or less.`,
    directDebit: `Direct Debit is there too, for every four weeks or longer: it costs ${percent(bacs.rate)} and at least ${small(bacs.minPence)}, and the same ${percent(billing.rate)}, so ${left} of each ${poundsShort(collection)} reaches the rooms.`,
  };
}
