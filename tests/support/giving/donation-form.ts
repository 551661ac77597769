import postcode from "postcode";
import { parseDonationForm, type DonationForm, type AmountLimits, type DonationFormInput } from "~/giving/checkout/donation-form";
import { type FormError } from "~/platform/http/forms/form-fields";
import { pence } from "~/platform/money";

export const limits: AmountLimits = { min: pence(100), max: pence(2_500_000), presets: [pence(1500), pence(3000)] };
export const validPostcode = (text: string) => postcode.parse(text).postcode ?? null;
export const validInput: DonationFormInput = { amount: "3000", other: "", first: "Ada", last: "Example", email: "ada@example.org" };
export const inputWithGiftAid: DonationFormInput = {
  ...validInput,
  giftaid: "yes",
  scope: "this_gift",
  house: "1 Example Street",
  postcode: "EX1 1AA",
};

export const parse = (input: DonationFormInput) => parseDonationForm(input, limits, validPostcode);

export function parseValid(input: DonationFormInput): DonationForm {
  const answer = parse(input);
  if ("errors" in answer) throw new Error(`refused: ${JSON.stringify(answer.errors)}`);
  return answer.form;
}
export function errorsIn(input: DonationFormInput): FormError[] {
  const answer = parse(input);
  return "errors" in answer ? answer.errors : [];
}
/** The fields that are refused, in the order of the page. */
export const refusedFields = (input: DonationFormInput) => errorsIn(input).map(({ field }) => field);
