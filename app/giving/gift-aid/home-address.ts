import { cleanValue } from "~/platform/text";
import type { FormError } from "~/platform/http/forms/form-fields";
import { hasControlCharacter, normalizeLine } from "~/supporters/person-form";

/** A home as HMRC asks for it: the whole first line, and the postcode, or null for a home outside the United Kingdom. */
export type HomeAddress = { house: string; postcode: string | null };

/**
 * Reads a home address out of the fields "house", "postcode" and "overseas".
 * @param normalisePostcode puts a UK postcode in its official form, or gives null
 * @param addError is told of each mistake
 */
export function parseHomeAddress(
  input: { house?: string; postcode?: string; overseas?: string },
  normalisePostcode: (text: string) => string | null,
  addError: (error: FormError) => void,
): HomeAddress {
  const house = normalizeLine(input.house);
  if (house === "") addError({ field: "house", message: "Enter your house name or number and street: HMRC asks for it" });
  else if (hasControlCharacter(house)) addError({ field: "house", message: "The address has a sign that can’t be shown: type it again" });
  else if ([...house].length > 40)
    addError({ field: "house", message: "The first line of the address is longer than the 40 characters that HMRC takes: shorten it" });
  const overseas = input.overseas === "yes";
  const postcode = overseas ? null : normalisePostcode(cleanValue(input.postcode).replace(/[\s.\p{Pd}]/gu, ""));
  if (!overseas && postcode === null) {
    addError({ field: "postcode", message: postcodeError(cleanValue(input.postcode)) });
  }
  return { house, postcode };
}

function postcodeError(typed: string): string {
  if (typed === "") return "Enter your postcode, or tick that you live outside the UK";
  if (/^b\.?\s?f\.?\s?p\.?\s?o\b|^bfpo/i.test(typed))
    return "Enter the postcode that goes with your BFPO number: it begins with BF1, such as BF1 3AA. It is in the list of BFPO locations on GOV.UK";
  return "Check the postcode: it should look like SW1A 1AA";
}
