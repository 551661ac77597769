import { currentDeclarationWording, giftAidOn } from "~/giving/gift-aid/gift-aid";
import { config } from "~/platform/config/config.server";
import { addDays, formatLondonDate, instantOf, londonDate } from "~/platform/london-dates";
import { add, formatPounds, formatPoundsShort, pence, type Pence } from "~/platform/money";
import { newsWording } from "~/supporters/consent/consent";
import { termsFor, type SponsorshipTerms } from "./terms";
import { formatWeekdayDate } from "~/platform/format-date";
import { parseFirstDay } from "./first-day";
import { allowsDirectDebit, billingIntervalLabels, billingIntervals, collectionAmount, maxStartDays, minWeekly } from "../plan";
import { planFeeCover } from "../plan-fees";
import { parseWeekly, type PlanForm, type PlanFormContext, type PlanFormInput, type ReceiptFrequency } from "./plan-form";
import { isFull, openPlaces, sponsorsPerRoom, usualWeekPence } from "../rooms/room";
import type { RoomsThisWeek } from "../rooms/rooms.server";
import { tributeLabels } from "./tribute";
import type { TermsSummary } from "./ui/plan-check-screen";
import type { PlanFormContent, WeeklyFigures } from "./ui/plan-form-screen";
import type { OfferedRoom } from "./ui/room-choice";
import { formatFees, frequencyOptions } from "./frequency-options";
import { capitalize, numberInWords } from "~/platform/number-words";

const { charity } = config;
const { fees, legalName } = charity;
const presets = charity.sponsoring.amounts.map((amount) => pence(amount.pence));

/** What a form is read against, now. */
export const planFormContext = (at: Date, week: RoomsThisWeek | null): PlanFormContext => ({
  presets,
  maxCollection: pence(charity.giving.maxPence),
  fees,
  today: londonDate(at),
  rooms: week && week.rooms.filter((room) => room.isOffered).map((room) => ({ id: room.id, name: room.name, isFull: isFull(room) })),
});

/** What the form says that does not depend on what was typed. */
export function planFormContent(at: Date, week: RoomsThisWeek | null): PlanFormContent {
  const roomWeekPence = usualWeekPence(week?.rooms ?? [], pence(charity.roomWeekPence));
  const today = londonDate(at);
  const until = addDays(today, maxStartDays);
  return {
    amounts: charity.sponsoring.amounts,
    roomWeekPence,
    sponsors: capitalize(numberInWords(sponsorsPerRoom(roomWeekPence))),
    demonstration: charity.demonstration,
    fees: formatFees(fees),
    days: { from: today, until, last: formatLondonDate(until) },
    declaration: {
      claimStatement: currentDeclarationWording.claimStatement(legalName),
      explanation: currentDeclarationWording.explanation,
      covers: "It is for this donation and any I make from now on.",
    },
    news: { label: newsWording.text, hint: newsWording.hint },
  };
}

/** What the form says of the weekly sum, billing interval and day that were typed; of the smallest, suggested and now, where they are not right. */
export function weeklyFigures(input: PlanFormInput, at: Date): WeeklyFigures {
  const parsed = parseWeekly(input, presets);
  const weekly = "weekly" in parsed ? parsed.weekly : minWeekly;
  const interval = billingIntervals.find((each) => each === input.interval) ?? billingIntervals[0];
  const day = input.start === "day" ? parseFirstDay(input.day ?? "", londonDate(at)) : null;
  const first = day && "startsOn" in day && day.startsOn ? instantOf(day.startsOn) : at;
  const collection = collectionAmount(weekly, interval);
  return {
    weekly: formatPoundsShort(weekly),
    options: frequencyOptions(weekly, first, fees),
    cover: penceShort(planFeeCover(collection, fees)),
    collection: formatPoundsShort(collection),
    withGiftAid: formatPounds(add(collection, giftAidOn(collection))),
  };
}

export const listOfferedRooms = (week: RoomsThisWeek | null): OfferedRoom[] =>
  (week?.rooms ?? [])
    .filter((room) => room.isOffered)
    .map((room) => ({ id: room.id, name: room.name, weekPence: room.weekPence, funded: room.funded, places: openPlaces(room) }));

/** An amount that is one of the suggested ones is chosen there, any other is written out. */
export function withAmountSelected(input: PlanFormInput): PlanFormInput {
  if (input.weekly === undefined || input.weekly === "other") return input;
  return presets.some((preset) => String(preset) === input.weekly) ? { ...input, other: "" } : { ...input, weekly: "other" };
}

const receiptLabels: Record<ReceiptFrequency, string> = { each: "Each time", monthly: "Once a month", yearly: "Once a year" };

/** What a form comes to, to be looked at before it is agreed to. */
export function summarizeTerms(form: PlanForm, terms: SponsorshipTerms, week: RoomsThisWeek | null): TermsSummary {
  const { total, collection, cover, startsNow, firstOn, nextOn, termsFingerprint } = terms;
  const { tribute } = form;
  return {
    total: formatPounds(total),
    parts: cover > 0 ? { collection: formatPounds(collection), cover: penceShort(cover) } : null,
    weekly: formatPoundsShort(form.weekly),
    every: billingIntervalLabels[form.billingInterval].every,
    startsNow,
    firstOn: formatWeekdayDate(firstOn),
    nextOn: formatWeekdayDate(nextOn),
    room: week?.rooms.find(({ id }) => id === form.roomId)?.name ?? null,
    giftAid: form.declaration ? formatPounds(giftAidOn(total)) : null,
    receipts: receiptLabels[form.receipts],
    news: form.wantsNews,
    tribute: tribute && `${tributeLabels[tribute.kind]} ${tribute.name}`,
    tributeCard: tribute?.card ? { to: `${tribute.card.name}, ${tribute.card.email}`, message: tribute.card.message } : null,
    name: `${form.firstName} ${form.lastName}`.trim(),
    email: form.email,
    directDebit: allowsDirectDebit(form.billingInterval),
    termsFingerprint,
  };
}

/** What a form comes to at an instant, with the charity's fees. */
export const currentTerms = (form: PlanForm, at: Date): SponsorshipTerms => termsFor(form, at, fees);

const penceShort = (sum: Pence): string => (sum < 100 ? `${sum}p` : formatPounds(sum));
