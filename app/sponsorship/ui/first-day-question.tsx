import type { Mistake } from "~/giving/typed-form";
import { Field } from "~/platform/ui/field";
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
  const later = typed.start === "day";
  return (
    <fieldset className="opens another">
      <legend>When shall it begin?</legend>
      <div className="choices pair">
        <label className="choice">
          <input type="radio" name="start" id="start" value="now" defaultChecked={!later} />
          <span>
            <b>Now</b>
            <span className="hint">As soon as you confirm.</span>
          </span>
        </label>
        <label className="choice">
          <input className="opener" type="radio" name="start" value="day" defaultChecked={later} />
          <span>
            <b>On a day I choose</b>
            <span className="hint">After your payday, perhaps.</span>
          </span>
        </label>
      </div>
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
    </fieldset>
  );
}
