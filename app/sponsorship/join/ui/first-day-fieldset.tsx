import type { Mistake } from "~/giving/checkout/form-fields";
import { Options, Question } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import type { TypedPlan } from "../plan-form";

/** When the first payment is taken. `last`: the furthest day, in words; `from` and `until`: the same as London dates. */
export function FirstDayQuestion({
  from,
  until,
  last,
  typed,
  mistakes,
}: {
  from: string;
  until: string;
  last: string;
  typed: TypedPlan;
  mistakes: Mistake[];
}) {
  return (
    <Question name="start" legend="When shall it begin?" className="opens another" mistakes={mistakes}>
      <Options
        name="start"
        pair
        chosen={typed.start === "day" ? "day" : "now"}
        options={[
          { value: "now", words: <b>Now</b>, hint: "As soon as you confirm." },
          { value: "day", words: <b>On a day I choose</b>, hint: "After your payday, perhaps.", opener: true },
        ]}
      />
      <div className="opened">
        <Field
          name="day"
          type="date"
          label="The day of the first payment"
          hint={`Until ${last}. Later ones follow from this day.`}
          className="chars-20"
          min={from}
          max={until}
          autoComplete="off"
          defaultValue={typed.day}
          mistakes={mistakes}
        />
      </div>
    </Question>
  );
}
