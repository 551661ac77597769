import { parseTypedDate } from "~/platform/typed-date";
import type { FormError } from "~/platform/http/forms/form-fields";
import { parseName } from "~/supporters/person-form";
import { supporterScopes, type SupporterScope } from "./declaration-wording";
import { giftAidNameError } from "./gift-aid";
import { parseHomeAddress, type HomeAddress } from "./home-address";

export const offlineWays = ["paper", "phone"] as const;
export type OfflineWay = (typeof offlineWays)[number];
export const offlineWayLabels: Record<OfflineWay, string> = { paper: "On paper", phone: "By phone" };

/** A declaration that a person made on paper or by phone. `declaredOn`: the London date on which they did. */
export type OfflineDeclaration = HomeAddress & {
  via: OfflineWay;
  declaredOn: string;
  scope: SupporterScope;
  firstName: string;
  lastName: string;
};

export type OfflineDeclarationInput = {
  via?: string;
  declaredOn?: string;
  scope?: string;
  agreed?: string;
  first?: string;
  last?: string;
  house?: string;
  postcode?: string;
  overseas?: string;
};

/** The first day on which one declaration could cover many gifts. */
const firstDay = "2000-04-06";

/**
 * Reads a declaration that staff write down.
 * @param today the London date of today
 * @param normalisePostcode puts a UK postcode in its official form, or gives null
 */
export function parseOfflineDeclaration(
  input: OfflineDeclarationInput,
  today: string,
  normalisePostcode: (text: string) => string | null,
): { declaration: OfflineDeclaration } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const add = (field: string, message: string) => void errors.push({ field, message });
  const via = offlineWays.find((each) => each === input.via);
  if (!via) add("via", "Choose how they told us");
  const declaredOn = parseTypedDate(input.declaredOn ?? "");
  if (declaredOn === null) add("declaredOn", "Enter the day on which they declared it, such as 27/3/2026");
  else if (declaredOn > today) add("declaredOn", "The day of the declaration can’t be after today");
  else if (declaredOn < firstDay) add("declaredOn", "A declaration can’t be from before 6 April 2000");
  const scope = supporterScopes.find((each) => each === input.scope);
  if (!scope) add("scope", "Choose which donations they want Gift Aid for");
  const name = parseName(input);
  if ("errors" in name) errors.push(...name.errors);
  else
    for (const [field, text, label] of [
      ["first", name.firstName, "first"],
      ["last", name.lastName, "last"],
    ] as const) {
      const wrong = giftAidNameError(text);
      if (wrong) add(field, `The ${label} name ${wrong}`);
    }
  const home = parseHomeAddress(input, normalisePostcode, (error) => void errors.push(error));
  if (input.agreed !== "yes") add("agreed", "Record it only if they agreed to these words: tick the box if they did");
  if (errors.length > 0 || !via || declaredOn === null || !scope || "errors" in name) return { errors };
  return { declaration: { via, declaredOn, scope, ...name, ...home } };
}
