import { SelectField } from "~/desk/ui/select-field";
import { formatMonth } from "~/platform/format-date";
import type { FormError } from "~/platform/ui/error-summary";
import { Button } from "~/platform/ui/button";
import { Note } from "~/platform/ui/note";
import { TextArea } from "~/platform/ui/text-field";
import { RoomUpdate } from "~/sponsorship/rooms/updates/ui/room-updates";
import type { UpdateInput } from "~/sponsorship/rooms/updates/update-form";
import { maxUpdateTextLength } from "~/sponsorship/rooms/updates/update-text";
import type { UpdateChoices } from "../updates-page.server";

type UpdateFormProps = UpdateFieldsProps & {
  action: string;
  /** Which form, or which version of the update, it is. */
  kept: { name: "formId" | "version"; value: string | number };
};

/** An update as a form, to be looked at before it is saved. */
export const UpdateForm = ({ action, kept, ...fields }: UpdateFormProps) => (
  <form method="post" action={action} className="form" noValidate>
    <input type="hidden" {...kept} />
    <UpdateFields {...fields} />
    <p className="buttons">
      <Button name="do" value="preview">
        Preview
      </Button>
      <Button look="give" name="do" value="save">
        Save: sponsors see it now
      </Button>
    </p>
  </form>
);

type UpdateFieldsProps = { input: UpdateInput; choices: UpdateChoices; errors: FormError[] };

/** What an update is made of, as a form, with what must not be in it said before anything is typed. */
function UpdateFields({ input, choices, errors }: UpdateFieldsProps) {
  return (
    <>
      <SelectField name="room" label="Room" value={input.room ?? ""} anyLabel="Choose" options={choices.rooms} errors={errors} />
      <SelectField name="month" label="Month" value={input.month ?? ""} options={choices.months} errors={errors} />
      <Note>
        <p>
          <strong>Keep residents safe.</strong> Write nothing by which a resident or the house could be found: no names, no nationality or
          language, no ages, no days, no places. Imagine that the person they fled from reads it.
        </p>
        <p>Say what sponsors made possible: “The room has a new desk, and somebody studies at it every evening.”</p>
      </Note>
      <TextArea
        name="text"
        label="What happened"
        hint={`A few lines, up to ${maxUpdateTextLength} characters. Postcodes, phone numbers, days, streets, web and email addresses are refused.`}
        rows={7}
        defaultValue={input.text}
        errors={errors}
      />
    </>
  );
}

/** An update as it is read by its sponsors, in the size of their pages. */
export function SponsorPreview({ title, about, month, text }: { title: string; about: string; month: string; text: string }) {
  return (
    <section className="max-w-[46rem] rounded-md border-2 border-line bg-paper p-5" aria-label={title}>
      <h2>{title}</h2>
      <div className="mt-4 grid gap-4 text-[1.1875rem]/[1.6]">
        <h3 className="text-[1.375rem]/[1.45]">What happened there in {month}</h3>
        <RoomUpdate about={about} text={text} />
      </div>
    </section>
  );
}

export type Preview = { about: string; month: string; text: string };

/** What the preview shows of a form that is right. */
export const previewOf = ({ room, month }: UpdateInput, text: string, choices: UpdateChoices): Preview => ({
  about: choices.rooms.find(({ value }) => value === room)?.label ?? "",
  month: formatMonth(month ?? ""),
  text,
});
