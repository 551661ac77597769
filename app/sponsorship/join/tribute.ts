import type { FormError } from "~/platform/http/forms/form-fields";
import { findContactDetail, hasControlCharacter, normalizeLine, parseEmail, visibleCharacter } from "~/supporters/person-form";

export const tributeKinds = ["honour", "memory"] as const;
export type TributeKind = (typeof tributeKinds)[number];

/** In whose honour or memory. The card is an email to somebody else, sent only because the sponsor asks for it. */
export type Tribute = { kind: TributeKind; name: string; card: { name: string; email: string; message: string | null } | null };

export const tributeLabels: Record<TributeKind, string> = { honour: "In honour of", memory: "In memory of" };

export const maxCardMessageLength = 300;

type TributeInput = Partial<Record<"tribute" | "tributename" | "card" | "cardname" | "cardemail" | "cardwords", string>>;

/**
 * Reads whom a plan is in honour or memory of, and the card that may tell somebody of it.
 * @param addError is told of each mistake, in the order of the page
 */
export function parseTribute(input: TributeInput, addError: (error: FormError) => void): Tribute | null {
  const kind = tributeKinds.find((each) => each === input.tribute);
  if (!kind) {
    if (input.tribute) addError({ field: "tribute", message: "Choose one of the answers, or “No”" });
    return null;
  }
  const name = parseName(input.tributename, "tributename", `Enter the name of the person, or choose “No”`, addError);
  return { kind, name, card: input.card === "yes" ? parseCard(input, addError) : null };
}

function parseCard(input: TributeInput, addError: (error: FormError) => void): NonNullable<Tribute["card"]> {
  const name = parseName(input.cardname, "cardname", "Enter who the card is for", addError);
  const email = parseEmail(input.cardemail, "the card goes there");
  if ("message" in email) addError({ field: "cardemail", message: email.message });
  const words = (input.cardwords ?? "").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  const length = [...words].length;
  const contactDetail = length > maxCardMessageLength ? null : findContactDetail(words);
  if (length > maxCardMessageLength)
    addError({ field: "cardwords", message: `The words on the card have ${length} characters: shorten them to ${maxCardMessageLength}` });
  if (hasControlCharacter(words.replace(/[\n\t]/g, "")))
    addError({ field: "cardwords", message: "The words on the card have a sign that can’t be shown: type them again" });
  if (contactDetail) addError({ field: "cardwords", message: `The words on the card can’t hold a ${contactDetail}: take it out` });
  return { name, email: "email" in email ? email.email : "", message: words === "" ? null : words };
}

function parseName(text: string | undefined, field: string, missingMessage: string, addError: (error: FormError) => void): string {
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
