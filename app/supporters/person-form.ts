import { readEmail as readAddress } from "~/platform/email-address";

/** What forms ask of a person: name and e-mail address, read in the same way wherever they are typed. */

type Mistake = { field: string; words: string };

const control = /[\p{Cc}\p{Cs}]/u;
/** Marks that some keyboards leave behind: they show nothing, or turn around what comes after them. */
const invisible = /[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** What a name needs at least. */
export const somethingToSee = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A typed line as it is kept: one form of each letter, single spaces, nothing invisible. */
export const oneLine = (text: string | undefined): string =>
  (text ?? "").normalize("NFC").replace(invisible, "").replace(/\s+/gu, " ").trim();

/** Whether a text has a sign that can't be shown. */
export const hasControl = (text: string): boolean => control.test(text);

/** Why a name can't be kept, in words for its owner, or null. */
export function nameMistake(name: string, field: "first" | "last", words: string): Mistake | null {
  if (hasControl(name)) return { field, words: `The ${words} has a sign that can’t be shown: type it again` };
  if ([...name].length > 80) return { field, words: `The ${words} is longer than the 80 letters we can keep: shorten it` };
  return null;
}

/**
 * Reads an e-mail address that a person typed into the field "email".
 * @param why what it is for, as the end of a sentence: "your receipt goes there"
 */
export function readEmail(text: string | undefined, why: string): { email: string } | Mistake {
  const read = readAddress(text, `Write your e-mail address: ${why}`);
  return "wrong" in read ? { field: "email", words: read.wrong } : read;
}

/** Reads a name out of the fields "first" and "last". The last name may stay empty. */
export function readName(typed: { first?: string; last?: string }): { firstName: string; lastName: string } | { mistakes: Mistake[] } {
  const firstName = oneLine(typed.first);
  const lastName = oneLine(typed.last);
  const first = somethingToSee.test(firstName)
    ? nameMistake(firstName, "first", "first name")
    : { field: "first", words: "Write your first name, or an initial" };
  const mistakes = [first, nameMistake(lastName, "last", "last name")].filter((mistake) => mistake !== null);
  return mistakes.length > 0 ? { mistakes } : { firstName, lastName };
}
