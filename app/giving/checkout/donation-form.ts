import { chosen, homeFields, personFields, sourceField, typed, type FormError } from "~/platform/http/forms/form-fields";
import { formatPoundsShort, parseAmount, type AmountRefusal, type Pence } from "~/platform/money";
import { cleanValue } from "~/platform/text";
import { hasControlCharacter } from "~/supporters/person-form";
import { declarationScopes, type DeclarationScope } from "../gift-aid/gift-aid";
import { parseHomeAddress, type HomeAddress } from "../gift-aid/home-address";
import { parseGiver, type Giver } from "./giver-fields";

const maxMessageLength = 500;

/** What the donation form takes, by the names of its fields. Every field is one text; nothing is a file. */
export const donationFields = {
  attempt: chosen,
  ticket: chosen,
  amount: chosen,
  other: typed("amount", 20),
  cover: chosen,
  giftaid: chosen,
  scope: chosen,
  ...homeFields,
  ...personFields,
  message: typed("message", maxMessageLength),
  anonymous: chosen,
  news: chosen,
  source: sourceField,
  step: chosen,
  appeal: chosen,
  endedAppeal: chosen,
  website: chosen,
} as const;
export type FieldName = keyof typeof donationFields;
export const donationFieldNames = Object.keys(donationFields) as FieldName[];

/** The form as it was typed: shown again, unchanged, when something is wrong. */
export type DonationFormInput = Partial<Record<FieldName, string>>;

export type DeclarationInput = HomeAddress & { scope: DeclarationScope };

/** The form once it is right. */
export type DonationForm = Giver & {
  gift: Pence;
  coversFee: boolean;
  message: string | null;
  anonymous: boolean;
  wantsNews: boolean;
  declaration: DeclarationInput | null;
  source: Record<string, string>;
};

/** What a gift is for, as its donor was told: an appeal by the name that it had, and the appeal's fund. Null: the charity's work. */
export type GiftPurpose = { appealId: string; fundId: string; name: string } | null;

export type AmountLimits = { min: Pence; max: Pence; presets: readonly Pence[] };

const amountErrors: Record<AmountRefusal, (limits: AmountLimits, input: string) => string> = {
  empty: () => "Choose an amount, or enter your own",
  "not-a-number": () => "Enter the amount in figures, such as 25 or 12.50",
  "too-precise": () => "Enter pounds and whole pence, such as 12.50",
  negative: (limits) => `Enter an amount of at least ${formatPoundsShort(limits.min)}`,
  "too-small": (limits, input) =>
    `£${input.replace(/^£\s*/, "")} is too small for us to take. Choose an amount of at least ${formatPoundsShort(limits.min)}`,
  "too-large": (limits) => `We can take up to ${formatPoundsShort(limits.max)} here. For more, please write to us`,
};

function parseGift(input: DonationFormInput, limits: AmountLimits): { gift: Pence } | FormError {
  const preset = limits.presets.find((sum) => String(sum) === input.amount);
  if (preset !== undefined) return { gift: preset };
  if (input.amount !== undefined && input.amount !== "other" && input.amount !== "") {
    return { field: "amount", message: "Choose one of the amounts, or enter your own" };
  }
  // A sum that was written counts even when its button was not pressed: some browsers show both at once.
  const field = input.amount === undefined && !cleanValue(input.other) ? "amount" : "other";
  const parsed = parseAmount(input.other ?? "", limits);
  if (parsed.ok) return { gift: parsed.pence };
  return {
    field,
    message:
      field === "amount"
        ? amountErrors.empty(limits, "")
        : parsed.reason === "empty"
          ? "Enter how much you would like to give"
          : amountErrors[parsed.reason](limits, cleanValue(input.other)),
  };
}

/**
 * Reads a donation form.
 * @param normalisePostcode puts a UK postcode in its official form, or gives null
 * @returns the form, or every mistake in the order of the page
 */
export function parseDonationForm(
  input: DonationFormInput,
  limits: AmountLimits,
  normalisePostcode: (text: string) => string | null,
): { form: DonationForm } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const addError = (error: FormError | null) => void (error && errors.push(error));

  const gift = parseGift(input, limits);
  if ("message" in gift) addError(gift);

  const wantsGiftAid = input.giftaid === "yes";
  const declaration = wantsGiftAid ? parseDeclaration(input, normalisePostcode, addError) : null;

  const giver = parseGiver(input, "your receipt goes there", addError);

  const message = (input.message ?? "").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  if ([...message].length > maxMessageLength)
    addError({ field: "message", message: `The message has ${[...message].length} characters: shorten it to ${maxMessageLength}` });
  if (hasControlCharacter(message.replaceAll("\n", "").replaceAll("\t", "")))
    addError({ field: "message", message: "The message has a sign that can’t be shown: type it again" });

  if (errors.length > 0 || "message" in gift || !giver) return { errors };
  return {
    form: {
      gift: gift.gift,
      coversFee: input.cover === "yes",
      ...giver,
      message: message === "" ? null : message,
      anonymous: input.anonymous === "yes",
      wantsNews: input.news === "yes",
      declaration,
      source: parseSource(input.source ?? ""),
    },
  };
}

function parseDeclaration(
  input: DonationFormInput,
  normalisePostcode: (text: string) => string | null,
  addError: (error: FormError | null) => void,
): DeclarationInput | null {
  const scope = declarationScopes.find((each) => each === input.scope);
  if (!scope) addError({ field: "scope", message: "Choose which donations Gift Aid is for" });
  const homeAddress = parseHomeAddress(input, normalisePostcode, addError);
  return scope ? { scope, ...homeAddress } : null;
}

const sourceParams = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "source", "ref"] as const;

/** Where a donor came from, out of a link's query: known names only, 100 plain characters each, nothing that looks like an email address. */
export function parseSource(query: string): Record<string, string> {
  const params = new URLSearchParams(query.slice(0, 2000));
  const known = sourceParams.flatMap((name) => {
    // NFKC turns look-alikes of @ into it.
    const text = (params.get(name) ?? "").normalize("NFKC");
    const characters = [...text.replace(/[^\p{L}\p{N} ._~+:/-]/gu, "").trim()];
    const value = characters.slice(0, 100).join("").trim();
    return value === "" || /@|%40/.test(text) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}
