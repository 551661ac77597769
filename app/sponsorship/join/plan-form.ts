import { parseGiver, type Giver } from "~/giving/checkout/giver-fields";
import { parseSource } from "~/giving/checkout/donation-form";
import { parseHomeAddress, type HomeAddress } from "~/giving/gift-aid/home-address";
import { chosen, homeFields, personFields, sourceField, typed, type FormError } from "~/platform/http/forms/form-fields";
import { add, formatPoundsShort, parseAmount, type AmountRefusal, type Pence } from "~/platform/money";
import { cleanValue } from "~/platform/text";
import { parseFirstDay } from "./first-day";
import { billingIntervalLabels, billingIntervals, collectionAmount, maxWeekly, minWeekly, type BillingInterval } from "../plan";
import { planFeeCover, type PlanFees } from "../plan-fees";
import { maxCardMessageLength, parseTribute, type Tribute } from "./tribute";

/** What is asked of a present. */
export const presentFields = {
  presentname: typed("name of the person", 80),
  presentday: typed("day of the present", 40),
  presentwords: typed("words on the certificate", maxCardMessageLength),
  certificate: chosen,
  presentemail: typed("email address for the certificate", 254),
} as const;

/** What the sponsor's form takes, by the names of its fields. Every field is one text; nothing is a file. */
export const planFields = {
  attempt: chosen,
  ticket: chosen,
  again: chosen,
  weekly: chosen,
  other: typed("amount", 20),
  interval: chosen,
  start: chosen,
  day: typed("day", 40),
  room: chosen,
  cover: chosen,
  giftaid: chosen,
  ...homeFields,
  ...personFields,
  news: chosen,
  receipts: chosen,
  tribute: chosen,
  tributename: typed("name of the person", 80),
  card: chosen,
  cardname: typed("name on the card", 80),
  cardemail: typed("email address for the card", 254),
  cardwords: typed("words on the card", maxCardMessageLength),
  present: chosen,
  ...presentFields,
  source: sourceField,
  website: chosen,
  agreed: chosen,
  step: chosen,
} as const;
type PlanField = keyof typeof planFields;
export const planFieldNames = Object.keys(planFields) as PlanField[];

/** The form as it was typed: shown again, unchanged, when something is wrong. */
export type PlanFormInput = Partial<Record<PlanField, string>>;

export const receiptFrequencies = ["each", "monthly", "yearly"] as const;
export type ReceiptFrequency = (typeof receiptFrequencies)[number];

/** The form once it is right. */
export type PlanForm = Giver & {
  weekly: Pence;
  billingInterval: BillingInterval;
  /** The London date of the first collection; null: now. */
  startsOn: string | null;
  /** The room's id; null: where it is needed most. */
  roomId: string | null;
  coversFee: boolean;
  /** A Gift Aid declaration for this and any later gift. */
  declaration: HomeAddress | null;
  wantsNews: boolean;
  receipts: ReceiptFrequency;
  tribute: Tribute | null;
  source: Record<string, string>;
};

/** What a form is read against. `today` is a London date; `rooms` are in their order, null: they can't be asked just now. */
export type PlanFormContext = {
  presets: readonly Pence[];
  /** The most that one collection may be, fee cover included. */
  maxCollection: Pence;
  fees: PlanFees;
  today: string;
  rooms: readonly { id: string; name: string; isFull: boolean }[] | null;
};

const weeklyBounds = { min: minWeekly, max: maxWeekly };

const weeklyErrors: Record<AmountRefusal, (input: string) => string> = {
  empty: () => "Enter how much you would like to give each week",
  "not-a-number": () => "Enter the weekly amount in figures, such as 5 or 7.50",
  "too-precise": () => "Enter pounds and whole pence, such as 7.50",
  negative: () => `Enter a weekly amount of at least ${formatPoundsShort(minWeekly)}`,
  "too-small": (input) =>
    `£${input.replace(/^£\s*/, "")} a week is too small for us to take. Choose at least ${formatPoundsShort(minWeekly)}, or donate once`,
  "too-large": () => `We can take up to ${formatPoundsShort(maxWeekly)} a week here. For more, please write to us`,
};

/** The weekly sum that was chosen or written. */
export function parseWeekly(input: Pick<PlanFormInput, "weekly" | "other">, presets: readonly Pence[]): { weekly: Pence } | FormError {
  const preset = presets.find((sum) => String(sum) === input.weekly);
  if (preset !== undefined) return { weekly: preset };
  if (input.weekly !== undefined && input.weekly !== "other" && input.weekly !== "")
    return { field: "weekly", message: "Choose one of the amounts, or enter your own" };
  // A sum that was written counts even when its button was not pressed: some browsers show both at once.
  if (input.weekly === undefined && !cleanValue(input.other))
    return { field: "weekly", message: "Choose an amount for each week, or enter your own" };
  const parsed = parseAmount(input.other ?? "", weeklyBounds);
  return parsed.ok ? { weekly: parsed.pence } : { field: "other", message: weeklyErrors[parsed.reason](cleanValue(input.other)) };
}

/**
 * Reads a sponsor's form.
 * @param normalizePostcode puts a UK postcode in its official form, or gives null
 * @returns the form, or every mistake in the order of the page
 */
export function parsePlanForm(
  input: PlanFormInput,
  context: PlanFormContext,
  normalizePostcode: (text: string) => string | null,
): { form: PlanForm } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const addError = (error: FormError | null) => void (error && errors.push(error));

  const amount = parseWeekly(input, context.presets);
  if ("message" in amount) addError(amount);
  const billingInterval = billingIntervals.find((each) => each === input.interval);
  const coversFee = input.cover === "yes";
  if (!billingInterval) addError({ field: "interval", message: "Choose how often we collect it" });
  else if ("weekly" in amount) addError(checkMaxCollection(amount.weekly, billingInterval, coversFee, context));
  const firstDay = input.start === "day" ? parseFirstDay(input.day ?? "", context.today) : { startsOn: null };
  if ("message" in firstDay) addError({ field: "day", message: firstDay.message });
  const roomId = parseRoom(input.room, context);
  if (typeof roomId === "object" && roomId !== null) addError(roomId);

  const wantsGiftAid = input.giftaid === "yes";
  const declaration = wantsGiftAid ? parseHomeAddress(input, normalizePostcode, addError) : null;
  const giver = parseGiver(input, "your receipts go there", addError);
  const receipts = receiptFrequencies.find((each) => each === (input.receipts ?? "each"));
  if (!receipts) addError({ field: "receipts", message: "Choose how often you want a receipt" });
  const tribute = parseTribute(input, context.today, addError);

  if (errors.length > 0 || "message" in amount || "message" in firstDay || !giver || !billingInterval || !receipts) return { errors };
  return {
    form: {
      weekly: amount.weekly,
      billingInterval,
      startsOn: firstDay.startsOn,
      roomId: typeof roomId === "string" ? roomId : null,
      coversFee,
      ...giver,
      declaration,
      wantsNews: input.news === "yes",
      receipts,
      tribute,
      source: parseSource(input.source ?? ""),
    },
  };
}

function checkMaxCollection(
  weekly: Pence,
  interval: BillingInterval,
  coversFee: boolean,
  { fees, maxCollection }: PlanFormContext,
): FormError | null {
  const collection = collectionAmount(weekly, interval);
  const total = coversFee ? add(collection, planFeeCover(collection, fees)) : collection;
  if (total <= maxCollection) return null;
  const message = `${billingIntervalLabels[interval].every.replace(/^every /, "Every ")}, that is ${formatPoundsShort(total)} at once, and we can take up to ${formatPoundsShort(maxCollection)} here. Choose a smaller amount, or have it collected more often`;
  return { field: "interval", message };
}

/** @returns the room's id, null for where it is needed most, or a mistake. A full room offers the next that is not. */
export function parseRoom(input: string | undefined, { rooms }: PlanFormContext): string | null | FormError {
  if (!input || input === "any") return null;
  const room = rooms?.find(({ id }) => id === input);
  if (!room) return { field: "room", message: "Choose one of the rooms, or “Where it is needed most”" };
  if (!room.isFull) return room.id;
  const next = rooms?.find(({ isFull }) => !isFull);
  const suggestion = next ? `Choose ${next.name}, which is next, or “Where it is needed most”` : "Choose “Where it is needed most”";
  return { field: "room", message: `${room.name} has all the sponsors that it needs now. ${suggestion}` };
}
