import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { londonDate } from "~/platform/london-dates";
import { formatPounds, formatPoundsShort, formatSmallSum, pence, type Pence } from "~/platform/money";
import { listCollectionDates } from "../collection-dates";
import { formatDate, formatDayMonth } from "~/platform/format-date";
import { billingIntervalLabels, billingIntervals, collectionAmount, type BillingInterval } from "../plan";
import { netOfFees, planFeeCover, yearlyNetOfFees, type PlanFees } from "../plan-fees";
import { termsFor } from "./terms";

/** One way to collect a weekly sum, in words: when and how much, and what of it is left after payment fees. */
export type FrequencyOption = { billingInterval: BillingInterval; name: string; scheduleText: string; netText: string };

const labels: Record<BillingInterval, string> = {
  four_weekly: "Every 4 weeks",
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
    return {
      billingInterval,
      name: labels[billingInterval],
      scheduleText: scheduleText(formatPoundsShort(collection), billingInterval, first),
      netText: netText(collection, billingInterval, fees),
    };
  });

/** What is left of a payment by card, and of a year of them. */
function netText(total: Pence, interval: BillingInterval, fees: PlanFees): string {
  const left = formatPoundsShort(netOfFees(total, "card", fees));
  if (interval === "yearly") return `${left} of it reaches us after payment fees.`;
  const yearly = formatPoundsShort(yearlyNetOfFees(total, interval, "card", fees));
  return `${left} of it reaches us after payment fees: ${yearly} a year.`;
}

/** What each payment takes, by one choice about the fee, ready to be read. `giftAid`: what can be claimed on it. */
export type PaymentSums = { total: string; short: string; giftAid: string; net: string };

/** A billing interval as the sponsor's form shows it, for every choice that can still be made: none of it has to be worked out in a browser. */
export type IntervalFigures = {
  billingInterval: BillingInterval;
  name: string;
  /** Such as "every 4 weeks". */
  every: string;
  /** What the fee adds. */
  cover: string;
  plain: PaymentSums;
  covered: PaymentSums;
  /** When it is paid, if it starts now. */
  dates: string;
};

/**
 * What a weekly sum comes to, by every billing interval: the sums of `termsFor`, which is what the check page shows.
 * @param at now: the instant of the first payment, where no later day is chosen
 */
export const intervalFigures = (weekly: Pence, at: Date, fees: PlanFees): IntervalFigures[] =>
  billingIntervals.map((billingInterval) => {
    const sumsOf = (coversFee: boolean): PaymentSums => {
      const { total } = termsFor({ weekly, billingInterval, startsOn: null, coversFee, roomId: null }, at, fees);
      return {
        total: formatPounds(total),
        short: formatPoundsShort(total),
        giftAid: formatPounds(giftAidOn(total)),
        net: netText(total, billingInterval, fees),
      };
    };
    const [, second = "", third = ""] = listCollectionDates(at, billingInterval, 3).map(londonDate);
    return {
      billingInterval,
      name: labels[billingInterval],
      every: billingIntervalLabels[billingInterval].every,
      cover: formatSmallSum(planFeeCover(collectionAmount(weekly, billingInterval), fees)),
      plain: sumsOf(false),
      covered: sumsOf(true),
      dates: billingInterval === "yearly" ? formatDate(second) : `${formatDayMonth(second)} and ${formatDayMonth(third)}`,
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
  const collection = collectionAmount(pence(250), "four_weekly");
  const net = formatPoundsShort(netOfFees(collection, "bacs", { card, bacs, billing }));
  return {
    card: `A UK card costs ${formatRate(card.rate)} and ${formatSmallSum(pence(card.fixedPence ?? 0))} each time, and the service that repeats the payment costs ${formatRate(billing.rate)}. Each fee is rounded to a whole penny. Your own card may cost a little more or less.`,
    directDebit: `Direct Debit is there too, for every four weeks or longer: it costs ${formatRate(bacs.rate)} and at least ${formatSmallSum(pence(bacs.minPence ?? 0))}, and the same ${formatRate(billing.rate)}, so ${net} of each ${formatPoundsShort(collection)} reaches us after payment fees.`,
  };
}
