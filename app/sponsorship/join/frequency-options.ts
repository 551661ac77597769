import { londonDate } from "~/platform/london-dates";
import { formatPoundsShort, pence, type Pence } from "~/platform/money";
import { listCollectionDates } from "../collection-dates";
import { formatDate, formatDayMonth } from "~/platform/format-date";
import { billingIntervals, collectionAmount, type BillingInterval } from "../plan";
import { netOfFees, yearlyNetOfFees, type PlanFees } from "../plan-fees";

/** One way to collect a weekly sum, in words: when and how much, and what of it is left after payment fees. */
export type FrequencyOption = { billingInterval: BillingInterval; name: string; scheduleText: string; netText: string };

const labels: Record<BillingInterval, string> = {
  four_weekly: "Every four weeks",
  weekly: "Every week",
  monthly: "Every month",
  yearly: "Once a year",
};

/**
 * All ways to collect a weekly sum, the recommended one first.
 * @param first the instant of the first collection
 */
export const frequencyOptions = (weekly: Pence, first: Date, fees: PlanFees): FrequencyOption[] =>
  billingIntervals.map((billingInterval) => {
    const collection = collectionAmount(weekly, billingInterval);
    const net = formatPoundsShort(netOfFees(collection, "card", fees));
    const yearlyNet = formatPoundsShort(yearlyNetOfFees(weekly, billingInterval, "card", fees));
    const amount = formatPoundsShort(collection);
    return {
      billingInterval,
      name: labels[billingInterval],
      scheduleText: scheduleText(amount, billingInterval, first),
      netText:
        billingInterval === "yearly"
          ? `${net} of the ${amount} reaches us after payment fees.`
          : `${net} of each ${amount} reaches us after payment fees: ${yearlyNet} a year.`,
    };
  });

function scheduleText(amount: string, interval: BillingInterval, first: Date): string {
  const [one = "", two = "", three = ""] = listCollectionDates(first, interval, 3).map(londonDate);
  if (interval === "yearly") return `${amount} on ${formatDate(one)}, then ${formatDate(two)}.`;
  return `${amount} on ${formatDayMonth(one)}, ${formatDayMonth(two)}, ${formatDayMonth(three)}.`;
}

/** How the figures come about, with every fee that is configured. */
export function formatFees({ card, bacs, billing }: PlanFees): { card: string; directDebit: string } {
  const formatRate = (rate: number) => `${Number((rate * 100).toFixed(2))}%`;
  const formatSmall = (sum: number | undefined) => ((sum ?? 0) < 100 ? `${sum ?? 0}p` : formatPoundsShort(pence(sum ?? 0)));
  const collection = collectionAmount(pence(250), "four_weekly");
  const net = formatPoundsShort(netOfFees(collection, "bacs", { card, bacs, billing }));
  return {
    card: `A UK card costs ${formatRate(card.rate)} and ${formatSmall(card.fixedPence)} each time, and the service that repeats the payment costs ${formatRate(billing.rate)}. Each fee is rounded to a whole penny. Your own card may cost a little more or less.`,
    directDebit: `Direct Debit is there too, for every four weeks or longer: it costs ${formatRate(bacs.rate)} and at least ${formatSmall(bacs.minPence)}, and the same ${formatRate(billing.rate)}, so ${net} of each ${formatPoundsShort(collection)} reaches us after payment fees.`,
  };
}
