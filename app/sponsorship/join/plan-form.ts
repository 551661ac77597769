import { nameRefusal } from "~/giving/gift-aid/gift-aid";
import { readSource } from "~/giving/checkout/donation-form";
import { readHome, type Home } from "~/giving/gift-aid/home-address";
import type { Mistake } from "~/giving/checkout/form-fields";
import { add, poundsShort, readAmount, type AmountRefusal, type Pence } from "~/platform/money";
import { nameMistake, oneLine, readEmail, somethingToSee } from "~/supporters/person-form";
import { readFirstDay } from "./first-day";
import { collectionOf, largestWeekly, rhythms, rhythmWords, smallestWeekly, type Rhythm } from "../plan";
import { planCoverFor, type PlanFees } from "../plan-fees";
import { readTribute, type Tribute } from "./tribute";

/** What the sponsor's form takes, by the names of its fields. Every field is one text; nothing is a file. */
export const planFields = [
  "attempt",
  "again",
  "weekly",
  "other",
  "rhythm",
  "start",
  "day",
  "room",
  "cover",
  "giftaid",
  "house",
  "postcode",
  "overseas",
  "first",
  "last",
  "email",
  "news",
  "receipts",
  "tribute",
  "tributename",
  "card",
  "cardname",
  "cardemail",
  "cardwords",
  "source",
  "website",
  "agreed",
  "step",
] as const;
type PlanField = (typeof planFields)[number];

/** The form as it was typed: shown again, to the letter, when something is wrong. */
export type TypedPlan = Partial<Record<PlanField, string>>;

export const receiptRhythms = ["each", "monthly", "yearly"] as const;
export type ReceiptRhythm = (typeof receiptRhythms)[number];

/** The form once it is right. */
export type PlanForm = {
  weekly: Pence;
  rhythm: Rhythm;
  /** The London date of the first collection; null: now. */
  startsOn: string | null;
  /** The room's id; null: where it is needed most. */
  room: string | null;
  cover: boolean;
  firstName: string;
  lastName: string;
  email: string;
  /** A Gift Aid declaration for this and any later gift. */
  declaration: Home | null;
  wantsNews: boolean;
  receipts: ReceiptRhythm;
  tribute: Tribute | null;
  source: Record<string, string>;
};

/** What a form is read against. `today` is a London date; `rooms` are in their order, null: they can't be asked just now. */
export type PlanTerms = {
  presets: readonly Pence[];
  /** The most that one collection may be, fee cover included. */
  maxCollection: Pence;
  fees: PlanFees;
  today: string;
  rooms: readonly { id: string; name: string; isFull: boolean }[] | null;
};

const bounds = { min: smallestWeekly, max: largestWeekly };

const weeklyWords: Record<AmountRefusal, (typed: string) => string> = {
  empty: () => "Write how much you would like to give each week",
  "not-a-number": () => "Write the weekly amount in figures, such as 5 or 7.50",
  "too-precise": () => "Write pounds and whole pence, such as 7.50",
  negative: () => `Write a weekly amount of at least ${poundsShort(smallestWeekly)}`,
  "too-small": (typed) =>
    `£${typed.replace(/^£\s*/, "")} a week is too small for us to take. Choose at least ${poundsShort(smallestWeekly)}, or give once`,
  "too-large": () => `We can take up to ${poundsShort(largestWeekly)} a week here. For more, please write to us`,
};

/** The weekly sum that was chosen or written. */
export function readWeekly(typed: Pick<TypedPlan, "weekly" | "other">, presets: readonly Pence[]): { weekly: Pence } | Mistake {
  const preset = presets.find((sum) => String(sum) === typed.weekly);
  if (preset !== undefined) return { weekly: preset };
  if (typed.weekly !== undefined && typed.weekly !== "other" && typed.weekly !== "")
    return { field: "weekly", words: "Choose one of the amounts, or write your own" };
  // A sum that was written counts even when its button was not pressed: some browsers show both at once.
  if (typed.weekly === undefined && !typed.other?.trim())
    return { field: "weekly", words: "Choose an amount for each week, or write your own" };
  const read = readAmount(typed.other ?? "", bounds);
  return read.ok ? { weekly: read.pence } : { field: "other", words: weeklyWords[read.why](typed.other?.trim() ?? "") };
}

/**
 * Reads a sponsor's form.
 * @param validPostcode puts a UK postcode in its official form, or gives null
 * @returns the form, or every mistake in the order of the page
 */
export function readPlanForm(
  typed: TypedPlan,
  terms: PlanTerms,
  validPostcode: (text: string) => string | null,
): { form: PlanForm } | { mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const note = (mistake: Mistake | null) => void (mistake && mistakes.push(mistake));

  const amount = readWeekly(typed, terms.presets);
  if ("words" in amount) note(amount);
  const rhythm = rhythms.find((each) => each === typed.rhythm);
  const cover = typed.cover === "yes";
  if (!rhythm) note({ field: "rhythm", words: "Choose how often we collect it" });
  else if ("weekly" in amount) note(tooMuchAtOnce(amount.weekly, rhythm, cover, terms));
  const first = typed.start === "day" ? readFirstDay(typed.day ?? "", terms.today) : { startsOn: null };
  if ("words" in first) note({ field: "day", words: first.words });
  const room = readRoom(typed.room, terms);
  if (typeof room === "object" && room !== null) note(room);

  const wantsGiftAid = typed.giftaid === "yes";
  const declaration = wantsGiftAid ? readHome(typed, validPostcode, note) : null;
  const firstName = oneLine(typed.first);
  const lastName = oneLine(typed.last);
  if (!somethingToSee.test(firstName)) note({ field: "first", words: "Write your first name, or an initial" });
  else note(nameMistake(firstName, "first", "first name") ?? forGiftAid(wantsGiftAid, firstName, "first", "first name"));
  note(nameMistake(lastName, "last", "last name") ?? forGiftAid(wantsGiftAid, lastName, "last", "last name"));
  const address = readEmail(typed.email, "your receipts go there");
  if ("words" in address) note(address);
  const receipts = receiptRhythms.find((each) => each === (typed.receipts ?? "each"));
  if (!receipts) note({ field: "receipts", words: "Choose how often you want a receipt" });
  const tribute = readTribute(typed, note);

  if (mistakes.length > 0 || "words" in amount || "words" in first || "words" in address || !rhythm || !receipts) return { mistakes };
  return {
    form: {
      weekly: amount.weekly,
      rhythm,
      startsOn: first.startsOn,
      room: typeof room === "string" ? room : null,
      cover,
      firstName,
      lastName,
      email: address.email,
      declaration,
      wantsNews: typed.news === "yes",
      receipts,
      tribute,
      source: readSource(typed.source ?? ""),
    },
  };
}

function tooMuchAtOnce(weekly: Pence, rhythm: Rhythm, cover: boolean, { fees, maxCollection }: PlanTerms): Mistake | null {
  const collection = collectionOf(weekly, rhythm);
  const sum = cover ? add(collection, planCoverFor(collection, fees)) : collection;
  if (sum <= maxCollection) return null;
  const words = `${rhythmWords[rhythm].every.replace(/^every /, "Every ")}, that is ${poundsShort(sum)} at once, and we can take up to ${poundsShort(maxCollection)} here. Choose a smaller amount, or have it collected more often`;
  return { field: "rhythm", words };
}

/** @returns the room's id, null for where it is needed most, or a mistake. A full room offers the next that is not. */
function readRoom(typed: string | undefined, { rooms }: PlanTerms): string | null | Mistake {
  if (!typed || typed === "any") return null;
  const room = rooms?.find(({ id }) => id === typed);
  if (!room) return { field: "room", words: "Choose one of the rooms, or “Where it is needed most”" };
  if (!room.isFull) return room.id;
  const next = rooms?.find(({ isFull }) => !isFull);
  const instead = next ? `Choose ${next.name}, which is next, or “Where it is needed most”` : "Choose “Where it is needed most”";
  return { field: "room", words: `${room.name} has all the sponsors that it needs now. ${instead}` };
}

function forGiftAid(wanted: boolean, name: string, field: "first" | "last", words: string): Mistake | null {
  const why = wanted ? nameRefusal(name) : null;
  return why === null ? null : { field, words: `Your ${words} ${why}` };
}
