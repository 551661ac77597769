import type { FormError } from "~/platform/http/forms/form-fields";
import { addDays, formatLondonDate } from "~/platform/london-dates";
import { parseEmail } from "~/platform/email-address";
import { cleanValue, stripInvisible } from "~/platform/text";
import { readTypedDate } from "~/platform/typed-date";
import { findContactDetail, hasControlCharacter, normalizeLine, visibleCharacter } from "~/supporters/person-form";

/** Those that one question of the form asks for; a present has a question of its own. */
export const tributeKinds = ["honour", "memory"] as const;

/** An email to somebody else, sent only because the sponsor asks for it. */
type Card = { name: string; email: string; message: string | null };
/**
 * In whose honour or memory, or whose present it is: theirs from a London date on, which the certificate names and its email waits
 * for. `message`: the sponsor's words on the certificate, printed or emailed.
 */
export type Tribute =
  | { kind: (typeof tributeKinds)[number]; name: string; card: Card | null }
  | { kind: "present"; name: string; presentOn: string; email: string | null; message: string | null };
export type TributeKind = Tribute["kind"];
export type Present = Extract<Tribute, { kind: "present" }>;

export const tributeLabels: Record<TributeKind, string> = { honour: "In honour of", memory: "In memory of", present: "A present for" };

export const maxCardMessageLength = 300;
/** How far ahead a present can be. */
export const maxPresentDays = 366;

type TributeField =
  | "tribute"
  | "tributename"
  | "card"
  | "cardname"
  | "cardemail"
  | "cardwords"
  | "present"
  | "presentname"
  | "presentday"
  | "presentwords"
  | "certificate"
  | "presentemail";
type TributeInput = Partial<Record<TributeField, string>>;
type AddError = (error: FormError) => void;

/**
 * Reads whom a plan is in honour or memory of, with the card that may tell somebody of it, or whose present it is.
 * @param today the London date
 * @param addError is told of each mistake, in the order of the page
 */
export function parseTribute(input: TributeInput, today: string, addError: AddError): Tribute | null {
  const isPresent = input.present === "yes";
  const kind = tributeKinds.find((each) => each === input.tribute);
  if (input.tribute && !kind) addError({ field: "tribute", message: "Choose one of the answers, or “No”" });
  if (kind && isPresent)
    addError({ field: "tribute", message: "A present is for one person. Choose “No” here, or take the tick from “It is a present”" });
  if (isPresent) return parsePresent(input, today, null, addError);
  if (!kind) return null;
  const name = parseName(input.tributename, "tributename", `Enter the name of the person, or choose “No”`, addError);
  return { kind, name, card: input.card === "yes" ? parseCard(input, addError) : null };
}

function parseCard(input: TributeInput, addError: AddError): Card {
  const name = parseName(input.cardname, "cardname", "Enter who the card is for", addError);
  const email = parseEmail(input.cardemail, "Enter the email address that the card goes to");
  if ("wrong" in email) addError({ field: "cardemail", message: email.wrong });
  const message = parseWords(input.cardwords, "cardwords", "The words on the card", addError);
  return { name, email: "email" in email ? email.email : "", message };
}

/** @param agreedDay the day that it has now, which it can keep when it has come; null: it is new */
export function parsePresent(input: TributeInput, today: string, agreedDay: string | null, addError: AddError): Present {
  const name = parseName(input.presentname, "presentname", "Enter who the present is for", addError);
  const day = parsePresentDay(input.presentday, today, agreedDay);
  if ("message" in day) addError({ field: "presentday", message: day.message });
  const message = parseWords(input.presentwords, "presentwords", "The words on the certificate", addError);
  const email =
    input.certificate === "yes" ? parseEmail(input.presentemail, "Enter the email address that the certificate goes to") : { email: null };
  if ("wrong" in email) addError({ field: "presentemail", message: email.wrong });
  return {
    kind: "present",
    name,
    presentOn: "date" in day ? day.date : today,
    email: "email" in email ? email.email : null,
    message,
  };
}

/** @returns a London date; of an empty field, the day that it has, or today */
function parsePresentDay(input: string | undefined, today: string, agreedDay: string | null): { date: string } | { message: string } {
  const text = cleanValue(input);
  if (text === "") return { date: agreedDay ?? today };
  const read = readTypedDate(text);
  if (read === "not-a-date") return { message: "Enter the day of the present with day, month and year, such as 25/12/2026" };
  if (read === "no-such-day") return { message: "That day does not exist: check the day and the month" };
  if (read.date === agreedDay) return read;
  const last = addDays(today, maxPresentDays);
  if (read.date < today) return { message: `${formatLondonDate(read.date)} has passed. Choose today or a later day for the present` };
  if (read.date > last)
    return { message: `${formatLondonDate(read.date)} is too far ahead: choose a day until ${formatLondonDate(last)} for the present` };
  return read;
}

/** @returns the words, of one line or more, without signs that turn them round; null: there are none */
function parseWords(text: string | undefined, field: string, what: string, addError: AddError): string | null {
  const words = stripInvisible((text ?? "").normalize("NFC"))
    .replace(/\r\n?/g, "\n")
    .trim();
  const length = [...words].length;
  const contactDetail = length > maxCardMessageLength ? null : findContactDetail(words);
  if (length > maxCardMessageLength)
    addError({ field, message: `${what} have ${length} characters: shorten them to ${maxCardMessageLength}` });
  if (hasControlCharacter(words.replace(/[\n\t]/g, "")))
    addError({ field, message: `${what} have a sign that can’t be shown: type them again` });
  if (contactDetail) addError({ field, message: `${what} can’t hold a ${contactDetail}: take it out` });
  return words === "" ? null : words;
}

function parseName(text: string | undefined, field: string, missingMessage: string, addError: AddError): string {
  const name = normalizeLine(text);
  if (!visibleCharacter.test(name)) addError({ field, message: missingMessage });
  else if (hasControlCharacter(name)) addError({ field, message: "The name has a sign that can’t be shown: type it again" });
  else if ([...name].length > 80) addError({ field, message: "The name is longer than the 80 characters we can keep: shorten it" });
  else {
    const contactDetail = findContactDetail(name);
    if (contactDetail) addError({ field, message: `A name can’t hold a ${contactDetail}: take it out` });
  }
  return name;
}
