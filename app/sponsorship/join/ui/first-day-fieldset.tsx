import type { FormError } from "~/platform/http/forms/form-fields";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import type { PlanFormInput } from "../plan-form";
import { opened } from "~/platform/ui/looks";

/** When the first payment is taken. `last`: the furthest day, in words; `from` and `until`: the same as London dates. */
export function FirstDayFieldset({
  from,
  until,
  last,
  input,
  errors,
}: {
  from: string;
  until: string;
  last: string;
  input: PlanFormInput;
  errors: FormError[];
}) {
  return (
    <Fieldset name="start" legend="When should it start?" className="opens" errors={errors}>
      <RadioGroup
        name="start"
        twoColumns
        selected={input.start === "day" ? "day" : "now"}
        options={[
          { value: "now", label: <b>Now</b>, hint: "As soon as you confirm." },
          { value: "day", label: <b>On a day I choose</b>, hint: "After your payday, perhaps.", revealsMore: true },
        ]}
      />
      <div className={opened}>
        <Field
          name="day"
          type="date"
          label="The day of the first payment"
          hint={`Until ${last}. Later ones follow from this day.`}
          className="max-w-88"
          min={from}
          max={until}
          autoComplete="off"
          defaultValue={input.day}
          errors={errors}
        />
      </div>
    </Fieldset>
  );
}
