import postcode from "postcode";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import { chosen, homeFields, personFields, typed } from "~/platform/http/forms/form-fields";
import { londonDate } from "~/platform/london-dates";
import { parseWholeNumber } from "~/platform/query-values";
import { giftAidNameError } from "~/giving/gift-aid/gift-aid";
import { parseHomeAddress } from "~/giving/gift-aid/home-address";
import { parseOfflineDeclaration } from "~/giving/gift-aid/offline-declaration";
import { maxNoteTextLength, parseNoteForm } from "~/staff/notes/note-form";
import { finishTask, writeNote } from "~/staff/notes/notes.server";
import type { StaffRole } from "~/staff/roles";
import type { Staff } from "~/staff/session.server";
import { parseName } from "~/supporters/person-form";
import { cancelDeclarationAtDesk, correctHome, correctName, recordDeclarationAtDesk, resendEmailOf } from "./correct-person.server";
import type { PersonPage } from "./person-page.server";

export const personPageFields = {
  do: chosen,
  formId: chosen,
  version: chosen,
  first: personFields.first,
  last: personFields.last,
  ...homeFields,
  via: chosen,
  declaredOn: typed("day of the declaration", 40),
  scope: chosen,
  agreed: chosen,
  text: typed("note", maxNoteTextLength),
  dueOn: typed("day of the task", 40),
} as const;

export type PersonInput = Partial<Record<keyof typeof personPageFields, string>>;

/** What became of a form: done, as the page says it; or why not, with the status of the answer. */
export type PersonFormResult = { done: string } | { errors: FormError[]; status: number; yours?: TypedVersion };

/** What was typed by whoever came second: of which of the two, in words. */
export type TypedVersion = { of: "name" | "home"; text: string };

type PersonForm = {
  roles: readonly StaffRole[];
  run: (by: Staff, person: PersonPage, input: PersonInput & { formId: string }, id: string) => Promise<PersonFormResult> | PersonFormResult;
};

const wrong = (errors: FormError[]): PersonFormResult => ({ errors, status: 400 });
const refuse = (field: string, message: string): PersonFormResult => ({ errors: [{ field, message }], status: 409 });
const normalisePostcode = (text: string): string | null => postcode.parse(text).postcode ?? null;
const money: readonly StaffRole[] = ["treasurer", "administrator"];
const writers: readonly StaffRole[] = ["editor", "treasurer", "administrator"];

/** Two at once: the second is shown what the first saved beside what they typed. */
const changedMeanwhile = (field: string, yours: TypedVersion): PersonFormResult => {
  const message = `Somebody else changed this person while you were at it, and nothing of yours is saved. The page shows what is saved now; you typed “${yours.text}”. Save again to put yours in its place`;
  return { errors: [{ field, message }], status: 409, yours };
};

/** The forms of a person's page, by the name of their button. */
export const personForms: Readonly<Record<string, PersonForm>> = {
  name: {
    roles: money,
    async run(by, person, input) {
      const name = parseName(input);
      if ("errors" in name) return wrong(name.errors);
      if (person.home) {
        const claimErrors = (["first", "last"] as const).flatMap((field) => {
          const reason = giftAidNameError(field === "first" ? name.firstName : name.lastName);
          return reason === null ? [] : [{ field, message: `The ${field} name ${reason}` }];
        });
        if (claimErrors.length > 0) return wrong(claimErrors);
      }
      const version = parseWholeNumber(input.version);
      const result = await inTransaction((tx) => correctName(tx, by, { supporterId: person.id, version, ...name }));
      if ("corrected" in result) return { done: "name" };
      return changedMeanwhile("first", { of: "name", text: `${name.firstName} ${name.lastName}`.trim() });
    },
  },
  home: {
    roles: money,
    async run(by, person, input) {
      const errors: FormError[] = [];
      const home = parseHomeAddress(input, normalisePostcode, (error) => void errors.push(error));
      if (errors.length > 0) return wrong(errors);
      const version = parseWholeNumber(input.version);
      const result = await inTransaction((tx) => correctHome(tx, by, { supporterId: person.id, version, ...home }));
      if ("corrected" in result) return { done: "home" };
      if (result.refused === "no-declaration") return refuse("house", "No Gift Aid declaration is open, so no home address is saved");
      return changedMeanwhile("house", { of: "home", text: [home.house, home.postcode ?? "outside the United Kingdom"].join(", ") });
    },
  },
  declare: {
    roles: money,
    async run(by, person, input) {
      const name = { first: person.firstName, last: person.lastName };
      const parsed = parseOfflineDeclaration({ ...input, ...name }, londonDate(now()), normalisePostcode);
      if ("errors" in parsed) return wrong(parsed.errors);
      const result = await inTransaction((tx) => recordDeclarationAtDesk(tx, by, person.id, parsed.declaration));
      return "refused" in result
        ? refuse("gift-aid", "A declaration covers what they give already. Nothing was changed")
        : { done: person.email === null ? "declared-to-post" : "declared" };
    },
  },
  "cancel-declaration": {
    roles: money,
    async run(by, person, _input, id) {
      const result = await inTransaction((tx) => cancelDeclarationAtDesk(tx, by, person.id, id));
      return "refused" in result
        ? refuse("gift-aid", "That declaration is not open any more. Nothing was changed")
        : { done: person.email === null ? "cancelled-to-tell" : "cancelled" };
    },
  },
  note: {
    roles: writers,
    async run(by, person, input) {
      const parsed = parseNoteForm(input, londonDate(now()));
      if ("errors" in parsed) return wrong(parsed.errors);
      await inTransaction((tx) => writeNote(tx, by, { id: input.formId, supporterId: person.id, ...parsed.note }));
      return { done: parsed.note.dueOn === null ? "note" : "task" };
    },
  },
  "task-done": {
    roles: writers,
    async run(by, person, _input, id) {
      const result = await inTransaction((tx) => finishTask(tx, by, { id, supporterId: person.id }));
      return "refused" in result ? refuse("tasks", "That task is done already. Nothing was changed") : { done: "task-done" };
    },
  },
  resend: {
    roles: money,
    async run(by, person, input, id) {
      const asked = { supporterId: person.id, emailId: id, copyId: input.formId };
      return { done: (await inTransaction((tx) => resendEmailOf(tx, by, asked))) ? "email" : "email-not" };
    },
  },
};
