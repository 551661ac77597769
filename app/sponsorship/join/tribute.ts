import type { Mistake } from "~/giving/checkout/form-fields";
import { hasControl, oneLine, readEmail, somethingToSee } from "~/supporters/person-form";

export const tributeKinds = ["honour", "memory"] as const;
export type TributeKind = (typeof tributeKinds)[number];

/** In whose honour or memory. The card is a letter to somebody else, sent only because the sponsor asks for it. */
export type Tribute = { kind: TributeKind; name: string; card: { name: string; email: string; words: string | null } | null };

export const tributeWords: Record<TributeKind, string> = { honour: "In honour of", memory: "In memory of" };

export const longestCardWords = 300;

/** A letter of ours must not lead anybody to a page of somebody else's. */
const address = /:\/\/|\bwww\.|\b[\p{L}\p{N}-]+\.(?:[a-z]{2,}\/|com\b|net\b|org\b|info\b|xyz\b|uk\b|io\b|ru\b|top\b)/iu;

type Typed = Partial<Record<"tribute" | "tributename" | "card" | "cardname" | "cardemail" | "cardwords", string>>;

/**
 * Reads whom a plan is in honour or memory of, and the card that may tell somebody of it.
 * @param note is told of each mistake, in the order of the page
 */
export function readTribute(typed: Typed, note: (mistake: Mistake) => void): Tribute | null {
  const kind = tributeKinds.find((each) => each === typed.tribute);
  if (!kind) {
    if (typed.tribute) note({ field: "tribute", words: "Choose one of the answers, or “No”" });
    return null;
  }
  const name = readName(typed.tributename, "tributename", `Write the name of the person, or choose “No”`, note);
  return { kind, name, card: typed.card === "yes" ? readCard(typed, note) : null };
}

function readCard(typed: Typed, note: (mistake: Mistake) => void): NonNullable<Tribute["card"]> {
  const name = readName(typed.cardname, "cardname", "Write who the card is for", note);
  const email = readEmail(typed.cardemail, "the card goes there");
  if ("words" in email) note({ field: "cardemail", words: email.words });
  const words = (typed.cardwords ?? "").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  const length = [...words].length;
  if (length > longestCardWords)
    note({ field: "cardwords", words: `The words on the card have ${length} letters: shorten them to ${longestCardWords}` });
  if (hasControl(words.replace(/[\n\t]/g, "")))
    note({ field: "cardwords", words: "The words on the card have a sign that can’t be shown: type them again" });
  if (address.test(words)) note({ field: "cardwords", words: "The words on the card can’t hold a web address: take it out" });
  return { name, email: "email" in email ? email.email : "", words: words === "" ? null : words };
}

function readName(text: string | undefined, field: string, missing: string, note: (mistake: Mistake) => void): string {
  const name = oneLine(text);
  if (!somethingToSee.test(name)) note({ field, words: missing });
  else if (hasControl(name)) note({ field, words: "The name has a sign that can’t be shown: type it again" });
  else if ([...name].length > 80) note({ field, words: "The name is longer than the 80 letters we can keep: shorten it" });
  else if (address.test(name)) note({ field, words: "A name can’t hold a web address: take it out" });
  return name;
}
