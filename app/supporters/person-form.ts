import { parseEmail as readAddress } from "~/platform/email-address";
import { stripInvisible, stripJoiners } from "~/platform/text";
import type { FormError } from "~/platform/http/forms/form-fields";

/** What forms ask of a person: name and email address, read in the same way wherever they are typed. */

const controlCharacter = /[\p{Cc}\p{Cs}]/u;

/** A web or email address, as mail programs make links of them. No part of it repeats, so that its time is linear. */
const webAddress =
  /:\/\/|@[\p{L}\p{N}]|\bwww\.|[\p{L}\p{N}]\.(?:[a-z]{2,24}\/|(?:com|net|org|info|biz|xyz|uk|io|ru|top|eu|me|tv|cc|app|dev|site|online|shop|link|click|live|ly|gl|gd|de|fr|nl|us|cn)\b)/iu;
const date = /\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b/g;
/** Nine digits in a row, or seven that begin as telephone numbers do, whatever stands between them. */
const telephoneNumber = /(?:\p{Nd}[ ().-]{0,2}){9}|(?:\+[ (]{0,2}\p{Nd}|0)[ ().-]{0,2}(?:\p{Nd}[ ().-]{0,2}){6}/u;

/**
 * What of a text would lead its reader elsewhere: in an email of ours it would seem to be ours, and anybody can write it.
 * @param text no longer than its field may be: check that first
 */
export function findContactDetail(text: string): "web or email address" | "telephone number" | null {
  const plain = stripJoiners(stripInvisible(text.normalize("NFKC")));
  if (webAddress.test(plain)) return "web or email address";
  return telephoneNumber.test(plain.replace(date, "date")) ? "telephone number" : null;
}

/** What a name needs at least. */
export const visibleCharacter = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A typed line as it is kept: one form of each letter, single spaces, nothing invisible but joiners, which shape letters. */
export const normalizeLine = (text: string | undefined): string =>
  stripInvisible((text ?? "").normalize("NFC"))
    .replace(/\s+/gu, " ")
    .trim();

/** Whether a text has a sign that can't be shown. */
export const hasControlCharacter = (text: string): boolean => controlCharacter.test(text);

/** Why a name can't be kept, in words for its owner, or null. */
export function findNameError(name: string, field: "first" | "last", label: string): FormError | null {
  if (hasControlCharacter(name)) return { field, message: `The ${label} has a sign that can’t be shown: type it again` };
  if ([...name].length > 80) return { field, message: `The ${label} is longer than the 80 characters we can keep: shorten it` };
  const contactDetail = findContactDetail(name);
  if (contactDetail) return { field, message: `The ${label} can’t hold a ${contactDetail}: take it out` };
  return null;
}

/**
 * Reads an email address that a person typed into the field "email".
 * @param purpose what it is for, as the end of a sentence: "your receipt goes there"
 */
export function parseEmail(text: string | undefined, purpose: string): { email: string } | FormError {
  const parsed = readAddress(text, `Enter your email address: ${purpose}`);
  return "wrong" in parsed ? { field: "email", message: parsed.wrong } : parsed;
}

/** Reads a name out of the fields "first" and "last". The last name may stay empty. */
export function parseName(input: { first?: string; last?: string }): { firstName: string; lastName: string } | { errors: FormError[] } {
  const firstName = normalizeLine(input.first);
  const lastName = normalizeLine(input.last);
  const first = visibleCharacter.test(firstName)
    ? findNameError(firstName, "first", "first name")
    : { field: "first", message: "Enter your first name, or an initial" };
  const errors = [first, findNameError(lastName, "last", "last name")].filter((error) => error !== null);
  return errors.length > 0 ? { errors } : { firstName, lastName };
}
