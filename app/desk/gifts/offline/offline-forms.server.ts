import postcode from "postcode";
import type { OfflineGiftQuestion } from "~/giving/offline/record-offline-gift.server";
import { maxLengths, type OfflineGiftInput } from "~/giving/offline/offline-gift-form";
import { chosen, personFields, typed } from "~/platform/http/forms/form-fields";
import type { FormError } from "~/platform/ui/error-summary";

export const maxReasonLength = 500;

/** What is typed about an offline gift. `person`: whose it is, where that was asked; `another`: it is none of those that look the same. */
export const offlineGiftFields = {
  do: chosen,
  formId: chosen,
  version: chosen,
  method: chosen,
  receivedOn: typed("day on which it came", 40),
  amount: typed("amount", 20),
  giver: chosen,
  first: personFields.first,
  last: typed("last name", maxLengths.last),
  email: personFields.email,
  address: typed("address", maxLengths.address),
  postcode: typed("postcode", 20),
  bankReference: typed("reference", maxLengths.bankReference),
  fund: chosen,
  receipt: chosen,
  person: chosen,
  another: chosen,
  reason: typed("reason", maxReasonLength),
} as const;

export type OfflineFormInput = OfflineGiftInput & Partial<Record<keyof typeof offlineGiftFields, string>>;

export const normalisePostcode = (text: string): string | null => postcode.parse(text).postcode ?? null;

/** What staff have to say before a gift is written down, as the form asks it. */
export type OfflineQuestion = {
  /** Supporters whose it may be. */
  people: { value: string; label: string; hint: string }[];
  doubles: { id: string; reference: string }[];
};

export const noQuestion: OfflineQuestion = { people: [], doubles: [] };

/** A question of the verb, in words for its form. */
export function toQuestion(question: OfflineGiftQuestion): { question: OfflineQuestion; errors: FormError[] } {
  if ("ask" in question) {
    const people = question.ask.map(({ id, name, email, postcode: home }) => ({
      value: id,
      label: name || "no name",
      hint: [email ?? "no email address", home].join(", "),
    }));
    const message = "Somebody with this postcode and much the same name is known. Choose whose donation it is";
    return { question: { people, doubles: [] }, errors: [{ field: "person", message }] };
  }
  const message =
    "A donation of the same donor, amount, day and reference is there already. Look at it, and tick the box if this is another one";
  return { question: { people: [], doubles: question.doubles }, errors: [{ field: "another", message }] };
}
