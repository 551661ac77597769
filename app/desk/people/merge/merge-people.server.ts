import { accountChangeModules } from "~/account/account-changes.server";
import { changeHomeAddress, changeName } from "~/giving/gift-aid/change-donor-details.server";
import { giftAidNameError } from "~/giving/gift-aid/gift-aid";
import { inTransaction } from "~/platform/database/db.server";
import { chosen, typed, type FormError } from "~/platform/http/forms/form-fields";
import { parseWholeNumber } from "~/platform/query-values";
import { mergeRecords, type MergeRefusal } from "~/supporters/merge/merge-records.server";
import { undoMerge, type UndoRefusal } from "~/supporters/merge/undo-merge.server";
import { maxSearchLength } from "../../lists/search-term";
import { getPersonPage, type PersonPage } from "../person-page.server";

type By = { id: string; network: string };

export const mergeFields = {
  do: chosen,
  formId: chosen,
  with: chosen,
  version: chosen,
  otherVersion: chosen,
  name: chosen,
  email: chosen,
  home: chosen,
  search: typed("search", maxSearchLength),
} as const;

export type MergeInput = Partial<Record<keyof typeof mergeFields, string>>;
type Result = { done: true } | { errors: FormError[]; status: number };

const side = (value: string | undefined) => (value === "kept" || value === "other" ? value : null);
const fail = (field: string, message: string, status = 400): Result => ({ errors: [{ field, message }], status });

const refusals: Record<MergeRefusal["refused"], string> = {
  "same-record": "That is the same record. Choose another one",
  "no-such-person": "One of the two is not here any more. Nothing was changed",
  "changed-meanwhile":
    "Somebody changed one of the two while you were at it. Nothing was changed. Look at both as they are now, and press the button again",
  "being-erased": "The data of one of the two is being deleted. Nothing was changed",
};

/** Whose name and home stay: of the two records, where they differ. */
function readChoices(input: MergeInput, kept: PersonPage, other: PersonPage) {
  const errors: FormError[] = [];
  const choice = (field: "name" | "email" | "home", differ: boolean): "kept" | "other" => {
    const picked = side(input[field]);
    if (differ && picked === null) errors.push({ field, message: `Choose whose ${field === "email" ? "email address" : field} stays` });
    return picked ?? "kept";
  };
  const email = choice("email", kept.email !== other.email);
  const name = choice("name", kept.firstName !== other.firstName || kept.lastName !== other.lastName);
  const home = choice("home", kept.home !== null && other.home !== null && JSON.stringify(kept.home) !== JSON.stringify(other.home));
  const named = name === "kept" ? kept : other;
  if (kept.home !== null || other.home !== null)
    for (const [label, text] of [
      ["first", named.firstName],
      ["last", named.lastName],
    ] as const) {
      const reason = giftAidNameError(text);
      if (reason !== null)
        errors.push({ field: "name", message: `The ${label} name ${reason}: Gift Aid needs it. Choose the other, or correct it first` });
    }
  return { errors, email, name: named, home: home === "kept" ? kept.home : other.home };
}

/** Makes two records one as the form says, on staff's word. @param id of the record that stays */
export async function mergeAtDesk(by: By, id: string, input: MergeInput & { formId: string }): Promise<Result> {
  const [kept, other] = [await getPersonPage(id, null), await getPersonPage(input.with ?? "", null)];
  // Pressed twice: the first press did it.
  const isPair = kept !== null && other !== null && kept.id !== other.id;
  const choices = isPair ? readChoices(input, kept, other) : null;
  if (choices && choices.errors.length > 0) return { errors: choices.errors, status: 400 };
  const merged = await inTransaction((tx) =>
    mergeRecords(
      tx,
      by,
      {
        id: input.formId,
        kept: { id, version: parseWholeNumber(input.version) },
        other: { id: input.with ?? "", version: parseWholeNumber(input.otherVersion) },
        email: choices?.email ?? "kept",
      },
      accountChangeModules,
      async (supporterId) => {
        if (!choices || !isPair) return;
        const { firstName, lastName } = choices.name;
        const isNew = [kept, other].some((each) => each.firstName !== firstName || each.lastName !== lastName);
        if (isNew) await changeName(tx, supporterId, { firstName, lastName }, accountChangeModules);
        if (choices.home && kept.home && other.home) await changeHomeAddress(tx, supporterId, choices.home);
      },
    ),
  );
  return "merged" in merged ? { done: true } : fail("main", refusals[merged.refused], 409);
}

const undoRefusals: Record<UndoRefusal["refused"], string> = {
  "no-such-merge": "It is undone already. Nothing was changed",
  "too-late": "It is too late: what undoing needs is not kept any more",
  "not-newest": "Undo the newer one of this record first",
  "being-erased": "This person’s data is being deleted. Nothing was changed",
  "address-taken": "Somebody else goes by the address that would come back. Nothing was changed. Correct that record’s address first",
};

/** Undoes a merge of a record. @returns the record that is back */
export async function undoMergeAtDesk(by: By, mergeId: string): Promise<{ otherId: string } | { refused: string }> {
  const result = await inTransaction((tx) => undoMerge(tx, by, mergeId, accountChangeModules));
  return "undone" in result ? { otherId: result.undone.otherId } : { refused: undoRefusals[result.refused] };
}
