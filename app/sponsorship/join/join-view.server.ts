import { currentDeclarationWording, giftAidOn } from "~/giving/gift-aid/gift-aid";
import type { FormError } from "~/platform/http/forms/form-fields";
import { config } from "~/platform/config/config.server";
import { addDays, formatLondonDate, londonDate } from "~/platform/london-dates";
import { formatPounds, formatPoundsShort, formatSmallSum, pence } from "~/platform/money";
import { newsWording } from "~/supporters/consent/consent";
import { termsFor, type SponsorshipTerms } from "./terms";
import { formatWeekdayDate } from "~/platform/format-date";
import { allowsDirectDebit, billingIntervalLabels, maxStartDays } from "../plan";
import { parseRoom, parseWeekly, type PlanForm, type PlanFormContext, type PlanFormInput, type ReceiptFrequency } from "./plan-form";
import { isFull, openPlaces, sponsorsPerRoom, usualWeekPence } from "../rooms/room";
import type { RoomsThisWeek } from "../rooms/rooms.server";
import { maxPresentDays, tributeLabels, type Tribute } from "./tribute";
import type { TermsSummary } from "./ui/plan-check-screen";
import type { ChosenFigures, PlanFormContent } from "./ui/details-screen";
import type { OfferedRoom } from "./ui/room-choice";
import { formatFees, intervalFigures } from "./frequency-options";
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
    presentDays: { from: today, until: addDays(today, maxPresentDays) },
    declaration: {
      claimStatement: currentDeclarationWording.claimStatement(legalName),
      explanation: currentDeclarationWording.explanation,
      covers: "It is for this donation and any I make from now on.",
    },
    news: { label: newsWording.text, hint: newsWording.hint },
  };
}

/** What the second step says of the weekly sum that was chosen. Null: none that is right is chosen. */
export function chosenFigures(input: PlanFormInput, at: Date): ChosenFigures | null {
  const parsed = parseWeekly(input, presets);
  if (!("weekly" in parsed)) return null;
  return { weekly: formatPoundsShort(parsed.weekly), intervals: intervalFigures(parsed.weekly, at, fees) };
}

/** What is wrong with the first step, in the order of the page. */
export const findAmountErrors = (input: PlanFormInput, at: Date, week: RoomsThisWeek | null): FormError[] =>
  [parseWeekly(input, presets), parseRoom(input.room, planFormContext(at, week))].filter(isFormError);

const isFormError = (parsed: unknown): parsed is FormError => typeof parsed === "object" && parsed !== null && "message" in parsed;

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
  return {
    total: formatPounds(total),
    parts: cover > 0 ? { collection: formatPounds(collection), cover: formatSmallSum(cover) } : null,
    weekly: formatPoundsShort(form.weekly),
    every: billingIntervalLabels[form.billingInterval].every,
    startsNow,
    firstOn: formatWeekdayDate(firstOn),
    nextOn: formatWeekdayDate(nextOn),
    room: week?.rooms.find(({ id }) => id === form.roomId)?.name ?? null,
    giftAid: form.declaration ? formatPounds(giftAidOn(total)) : null,
    receipts: receiptLabels[form.receipts],
    news: form.wantsNews,
    ...summarizeTribute(form.tribute),
    name: `${form.firstName} ${form.lastName}`.trim(),
    email: form.email,
    directDebit: allowsDirectDebit(form.billingInterval),
    termsFingerprint,
  };
}

function summarizeTribute(tribute: Tribute | null): Pick<TermsSummary, "tribute" | "tributeCard" | "present"> {
  if (tribute?.kind === "present") {
    const { name, presentOn, email, message } = tribute;
    return { tribute: null, tributeCard: null, present: { name, from: formatWeekdayDate(presentOn), email, message } };
  }
  return {
    tribute: tribute && `${tributeLabels[tribute.kind]} ${tribute.name}`,
    tributeCard: tribute?.card ? { to: `${tribute.card.name}, ${tribute.card.email}`, message: tribute.card.message } : null,
    present: null,
  };
}

/** What a form comes to at an instant, with the charity's fees. */
export const currentTerms = (form: PlanForm, at: Date): SponsorshipTerms => termsFor(form, at, fees);
