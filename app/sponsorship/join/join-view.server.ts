import { currentWording, giftAidOn } from "~/giving/gift-aid/gift-aid";
import { config } from "~/platform/config/config.server";
import { dateInWords, daysAfter, londonDate } from "~/platform/london-dates";
import { add, pence, pounds, poundsShort, type Pence } from "~/platform/money";
import { newsWording } from "~/supporters/consent/consent";
import { agreementOf, type Agreement } from "./terms";
import { instantOf } from "~/platform/london-dates";
import { fullDayOfWeek } from "~/platform/format-date";
import { readFirstDay } from "./first-day";
import { collectionOf, furthestStart, rhythms, rhythmWords, smallestWeekly, takesDirectDebit } from "../plan";
import { planCoverFor } from "../plan-fees";
import { readWeekly, type PlanForm, type PlanTerms, type ReceiptRhythm, type TypedPlan } from "./plan-form";
import { isFull, placesIn, sponsorsFor } from "../rooms/room";
import type { RoomsThisWeek } from "../rooms/rooms.server";
import { tributeWords } from "./tribute";
import type { ShownAgreement } from "./ui/plan-check-screen";
import type { PlanFormPage, WeeklyFigures } from "./ui/plan-form-screen";
import type { OfferedRoom } from "./ui/room-choice";
import { feesInWords, waysToCollect } from "./frequency-options";
import { capital, inLetters } from "~/platform/number-words";

const { charity } = config;
const { fees, legalName, roomWeekPence } = charity;
const presets = charity.sponsoring.amounts.map((amount) => pence(amount.pence));

/** What a form is read against, now. */
export const termsAt = (at: Date, week: RoomsThisWeek | null): PlanTerms => ({
  presets,
  maxCollection: pence(charity.giving.maxPence),
  fees,
  today: londonDate(at),
  rooms: week && week.rooms.map((room) => ({ id: room.id, name: room.name, isFull: isFull(room) })),
});

/** What the form says that does not depend on what was typed. */
export function formPageAt(at: Date): PlanFormPage {
  const today = londonDate(at);
  const until = daysAfter(today, furthestStart);
  return {
    amounts: charity.sponsoring.amounts,
    roomWeekPence,
    sponsors: capital(inLetters(sponsorsFor(pence(roomWeekPence)))),
    demonstration: charity.demonstration,
    fees: feesInWords(fees),
    days: { from: today, until, last: dateInWords(until) },
    declaration: {
      wish: currentWording.wish(legalName),
      explanation: currentWording.explanation,
      covers: "It is for this gift and any I make from now on.",
    },
    news: { words: newsWording.words, hint: newsWording.hint },
  };
}

/** What the form says of the weekly sum, rhythm and day that were typed; of the smallest, suggested and now, where they are not right. */
export function figuresOf(typed: TypedPlan, at: Date): WeeklyFigures {
  const read = readWeekly(typed, presets);
  const weekly = "weekly" in read ? read.weekly : smallestWeekly;
  const rhythm = rhythms.find((each) => each === typed.rhythm) ?? rhythms[0];
  const day = typed.start === "day" ? readFirstDay(typed.day ?? "", londonDate(at)) : null;
  const first = day && "startsOn" in day && day.startsOn ? instantOf(day.startsOn) : at;
  const collection = collectionOf(weekly, rhythm);
  return {
    of: poundsShort(weekly),
    ways: waysToCollect(weekly, first, fees),
    cover: penceShort(planCoverFor(collection, fees)),
    collection: poundsShort(collection),
    withGiftAid: pounds(add(collection, giftAidOn(collection))),
  };
}

export const offeredRooms = (week: RoomsThisWeek | null): OfferedRoom[] =>
  (week?.rooms ?? []).map((room) => ({ id: room.id, name: room.name, funded: room.funded, places: placesIn(room) }));

/** An amount that is one of the suggested ones is chosen there, any other is written out. */
export function choosing(typed: TypedPlan): TypedPlan {
  if (typed.weekly === undefined || typed.weekly === "other") return typed;
  return presets.some((preset) => String(preset) === typed.weekly) ? { ...typed, other: "" } : { ...typed, weekly: "other" };
}

const receiptWords: Record<ReceiptRhythm, string> = { each: "Each time", monthly: "Once a month", yearly: "Once a year" };

/** What a form comes to, to be looked at before it is agreed to. */
export function shownAgreement(form: PlanForm, agreement: Agreement, week: RoomsThisWeek | null): ShownAgreement {
  const { total, collection, cover, startsNow, firstOn, nextOn, seal } = agreement;
  const { tribute } = form;
  return {
    total: pounds(total),
    parts: cover > 0 ? { collection: pounds(collection), cover: penceShort(cover) } : null,
    weekly: poundsShort(form.weekly),
    every: rhythmWords[form.rhythm].every,
    startsNow,
    firstOn: fullDayOfWeek(firstOn),
    nextOn: fullDayOfWeek(nextOn),
    room: week?.rooms.find(({ id }) => id === form.room)?.name ?? null,
    giftAid: form.declaration ? pounds(giftAidOn(total)) : null,
    receipts: receiptWords[form.receipts],
    news: form.wantsNews,
    tribute: tribute && `${tributeWords[tribute.kind]} ${tribute.name}`,
    card: tribute?.card ? { to: `${tribute.card.name}, ${tribute.card.email}`, words: tribute.card.words } : null,
    name: `${form.firstName} ${form.lastName}`.trim(),
    email: form.email,
    directDebit: takesDirectDebit(form.rhythm),
    seal,
  };
}

/** What a form comes to at an instant, with the charity's fees. */
export const agreementAt = (form: PlanForm, at: Date): Agreement => agreementOf(form, at, fees);

const penceShort = (sum: Pence): string => (sum < 100 ? `${sum}p` : pounds(sum));
