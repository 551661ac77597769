import { findNameError, normalizeLine, parseEmail, visibleCharacter } from "~/supporters/person-form";
import { giftAidNameError } from "../gift-aid/gift-aid";
import type { FormError } from "~/platform/http/forms/form-fields";

export type Giver = { firstName: string; lastName: string; email: string };

/**
 * Reads who gives, by name and email address. The last name may stay empty, unless Gift Aid is wanted.
 * @param emailPurpose what the address is for, as the end of a sentence: "your receipt goes there"
 * @returns null, having added every mistake in the order of the page
 */
export function parseGiver(
  input: { first?: string; last?: string; email?: string; giftaid?: string },
  emailPurpose: string,
  addError: (error: FormError) => void,
): Giver | null {
  const firstName = normalizeLine(input.first);
  const lastName = normalizeLine(input.last);
  const email = parseEmail(input.email, emailPurpose);
  const findError = (name: string, field: "first" | "last") =>
    findNameError(name, field, `${field} name`) ?? (input.giftaid === "yes" ? findGiftAidError(name, field) : null);
  const errors = [
    visibleCharacter.test(firstName) ? findError(firstName, "first") : { field: "first", message: "Enter your first name, or an initial" },
    findError(lastName, "last"),
    "message" in email ? email : null,
  ].filter((error) => error !== null);
  for (const error of errors) addError(error);
  return errors.length === 0 && "email" in email ? { firstName, lastName, email: email.email } : null;
}

function findGiftAidError(name: string, field: "first" | "last"): FormError | null {
  const reason = giftAidNameError(name);
  return reason === null ? null : { field, message: `Your ${field} name ${reason}` };
}
