import { parseTypedDate } from "~/platform/typed-date";
import { stripInvisible } from "~/platform/text";
import type { FormError } from "~/platform/http/forms/form-fields";

export const maxNoteTextLength = 2000;

/** A note; with a London date by which something is to be done it is a task. */
export type NoteForm = { text: string; dueOn: string | null };

/**
 * Reads a note out of the fields "text" and "dueOn".
 * @param today the London date of today: a task is for then or later
 */
export function parseNoteForm(input: { text?: string; dueOn?: string }, today: string): { note: NoteForm } | { errors: FormError[] } {
  const errors: FormError[] = [];
  const text = stripInvisible((input.text ?? "").normalize("NFC")).trim();
  if (text === "") errors.push({ field: "text", message: "Enter what is to be noted" });
  else if ([...text].length > maxNoteTextLength)
    errors.push({ field: "text", message: `Use ${maxNoteTextLength} characters or fewer (now ${[...text].length})` });
  const typedDay = (input.dueOn ?? "").trim();
  const dueOn = typedDay === "" ? null : parseTypedDate(typedDay);
  if (typedDay !== "" && dueOn === null) errors.push({ field: "dueOn", message: "Enter a real day, such as 4/1/2027, or leave it empty" });
  else if (dueOn !== null && dueOn < today) errors.push({ field: "dueOn", message: "A task is for today or later" });
  else if (dueOn !== null && dueOn > `${Number(today.slice(0, 4)) + 10}${today.slice(4)}`)
    errors.push({ field: "dueOn", message: "A task is for the next ten years" });
  return errors.length > 0 ? { errors } : { note: { text, dueOn } };
}
