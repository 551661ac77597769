import { poundsShort, readAmount, type AmountRefusal, type Pence } from "~/platform/money";
import { hasControl, nameMistake, oneLine, readEmail, somethingToSee } from "~/supporters/person-form";
import { nameRefusal, scopes, type DeclarationScope } from "../gift-aid/gift-aid";
import { readHome, type Home } from "../gift-aid/home-address";
import { typedFields, type Mistake } from "./form-fields";

/** What the donation form takes, by the names of its fields. Every field is one text; nothing is a file. */
export const fields = [
  "attempt",
  "amount",
  "other",
  "cover",
  "giftaid",
  "scope",
  "house",
  "postcode",
  "overseas",
  "first",
  "last",
  "email",
  "message",
  "anonymous",
  "news",
  "source",
  "sum",
  "regular",
  "website",
] as const;
export type FieldName = (typeof fields)[number];

/** The form as it was typed: shown again, to the letter, when something is wrong. */
export type TypedForm = Partial<Record<FieldName, string>>;

export type Declared = Home & { scope: DeclarationScope };

/** The form once it is right. */
export type DonationForm = {
  gift: Pence;
  cover: boolean;
  firstName: string;
  lastName: string;
  email: string;
  message: string | null;
  anonymous: boolean;
  wantsNews: boolean;
  declaration: Declared | null;
  source: Record<string, string>;
};

export type { Mistake } from "./form-fields";
export type Limits = { min: Pence; max: Pence; presets: readonly Pence[] };

/** Takes the texts out of a posted form. */
export const typedIn = (form: FormData): { typed: TypedForm; mistakes: Mistake[] } => typedFields(form, fields);

const amountWords: Record<AmountRefusal, (limits: Limits, typed: string) => string> = {
  empty: () => "Choose an amount, or write your own",
  "not-a-number": () => "Write the amount in figures, such as 25 or 12.50",
  "too-precise": () => "Write pounds and whole pence, such as 12.50",
  negative: (limits) => `Write an amount of at least ${poundsShort(limits.min)}`,
  "too-small": (limits, typed) =>
    `£${typed.replace(/^£\s*/, "")} is too small for us to take. Choose an amount of at least ${poundsShort(limits.min)}`,
  "too-large": (limits) => `We can take up to ${poundsShort(limits.max)} here. For more, please write to us`,
};

function readGift(typed: TypedForm, limits: Limits): { gift: Pence } | Mistake {
  const preset = limits.presets.find((sum) => String(sum) === typed.amount);
  if (preset !== undefined) return { gift: preset };
  if (typed.amount !== undefined && typed.amount !== "other" && typed.amount !== "") {
    return { field: "amount", words: "Choose one of the amounts, or write your own" };
  }
  // A sum that was written counts even when its button was not pressed: some browsers show both at once.
  const field = typed.amount === undefined && !typed.other?.trim() ? "amount" : "other";
  const read = readAmount(typed.other ?? "", limits);
  if (read.ok) return { gift: read.pence };
  return {
    field,
    words:
      field === "amount"
        ? amountWords.empty(limits, "")
        : read.why === "empty"
          ? "Write how much you would like to give"
          : amountWords[read.why](limits, typed.other?.trim() ?? ""),
  };
}

/**
 * Reads a donation form.
 * @param validPostcode puts a UK postcode in its official form, or gives null
 * @returns the form, or every mistake in the order of the page
 */
export function readDonationForm(
  typed: TypedForm,
  limits: Limits,
  validPostcode: (text: string) => string | null,
): { form: DonationForm } | { mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const note = (mistake: Mistake | null) => void (mistake && mistakes.push(mistake));

  const gift = readGift(typed, limits);
  if ("words" in gift) note(gift);

  const wantsGiftAid = typed.giftaid === "yes";
  const declaration = wantsGiftAid ? readDeclaration(typed, validPostcode, note) : null;

  const firstName = oneLine(typed.first);
  const lastName = oneLine(typed.last);
  if (!somethingToSee.test(firstName)) note({ field: "first", words: "Write your first name, or an initial" });
  else note(nameMistake(firstName, "first", "first name") ?? giftAidName(wantsGiftAid, firstName, "first", "first name"));
  note(nameMistake(lastName, "last", "last name") ?? giftAidName(wantsGiftAid, lastName, "last", "last name"));

  const address = readEmail(typed.email, "your receipt goes there");
  if ("words" in address) note(address);

  const message = (typed.message ?? "").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  if ([...message].length > 500) note({ field: "message", words: `The message has ${[...message].length} letters: shorten it to 500` });
  if (hasControl(message.replaceAll("\n", "").replaceAll("\t", "")))
    note({ field: "message", words: "The message has a sign that can’t be shown: type it again" });

  if (mistakes.length > 0 || "words" in gift || "words" in address) return { mistakes };
  return {
    form: {
      gift: gift.gift,
      cover: typed.cover === "yes",
      firstName,
      lastName,
      email: address.email,
      message: message === "" ? null : message,
      anonymous: typed.anonymous === "yes",
      wantsNews: typed.news === "yes",
      declaration,
      source: readSource(typed.source ?? ""),
    },
  };
}

function giftAidName(wanted: boolean, name: string, field: "first" | "last", words: string): Mistake | null {
  const why = wanted ? nameRefusal(name) : null;
  return why === null ? null : { field, words: `Your ${words} ${why}` };
}

function readDeclaration(
  typed: TypedForm,
  validPostcode: (text: string) => string | null,
  note: (mistake: Mistake | null) => void,
): Declared | null {
  const scope = scopes.find((each) => each === typed.scope);
  if (!scope) note({ field: "scope", words: "Choose which gifts Gift Aid is for" });
  const home = readHome(typed, validPostcode, note);
  return scope ? { scope, ...home } : null;
}

const sourceNames = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "source", "ref"] as const;

/** Where a donor came from, out of a link's query: known names only, 100 plain characters each, nothing that looks like an e-mail address. */
export function readSource(query: string): Record<string, string> {
  const given = new URLSearchParams(query.slice(0, 2000));
  const known = sourceNames.flatMap((name) => {
    // NFKC turns look-alikes of @ into it.
    const text = (given.get(name) ?? "").normalize("NFKC");
    const letters = [...text.replace(/[^\p{L}\p{N} ._~+:/-]/gu, "").trim()];
    const value = letters.slice(0, 100).join("").trim();
    return value === "" || /@|%40/.test(text) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}
