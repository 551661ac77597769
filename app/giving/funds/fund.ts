import { typed } from "~/platform/http/forms/form-fields";
import type { FormError } from "~/platform/http/forms/form-fields";
import { toSingleLine } from "~/platform/text";
import { hasControlCharacter, normalizeLine, visibleCharacter } from "~/supporters/person-form";

/** The fund of every gift that names no other. Unrestricted, and never closed. */
export const generalFundId = "general-fund";

/** The restricted fund of every gift that a sponsorship collects (docs/decisions/0035-funds.md). Never closed. */
export const roomsFundId = "rooms-fund";

export const isAlwaysOpen = (fundId: string): boolean => fundId === generalFundId || fundId === roomsFundId;

export const fundKinds = ["unrestricted", "restricted"] as const;
export type FundKind = (typeof fundKinds)[number];
export const fundKindOf = ({ restricted }: { restricted: boolean }): FundKind => (restricted ? "restricted" : "unrestricted");

/** As staff read it: money of restricted funds is never mistaken for other money. */
export const fundLabel = ({ name, restricted }: { name: string; restricted: boolean }): string =>
  restricted ? `${name} (restricted)` : name;

const maxLengths = { name: 80, purpose: 200 } as const;
export const fundFields = { name: typed("name of the fund", maxLengths.name), purpose: typed("purpose", maxLengths.purpose) } as const;
export type FundForm = { name: string; purpose: string };

/** Reads what a fund is called, in any script, and what it is for. */
export function parseFundForm(input: Partial<FundForm>): { form: FundForm } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const form = { name: normalizeLine(input.name), purpose: normalizeLine(toSingleLine(input.purpose ?? "")).replace(/\.$/, "") };
  const name = findLineError(form.name, maxLengths.name, "name");
  if (name) errors.push({ field: "name", message: name === "empty" ? "Enter a name for the fund" : name });
  const purpose = findLineError(form.purpose, maxLengths.purpose, "purpose");
  if (purpose) errors.push({ field: "purpose", message: purpose === "empty" ? "Enter what the fund is for: donors read it" : purpose });
  return errors.length > 0 ? { errors } : { form };
}

/** What is wrong with a line that people read, in words; "empty" where it shows nothing; null: nothing is wrong. */
export function findLineError(line: string, maxLength: number, label: string): string | null {
  if (!visibleCharacter.test(line)) return "empty";
  if (hasControlCharacter(line)) return `The ${label} has a sign that can’t be shown: type it again`;
  const length = [...line].length;
  return length > maxLength ? `The ${label} can have ${maxLength} characters at most (now ${length})` : null;
}

/** Why a gift moves, in characters. */
export const maxMoveReasonLength = 300;
