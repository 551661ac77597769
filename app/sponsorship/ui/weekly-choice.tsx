import type { Mistake } from "~/giving/typed-form";
import { pence, poundsShort } from "~/platform/money";
import { Field, mistakeIn, Why } from "~/platform/ui/field";
import { smallestWeekly } from "../plan";
import type { TypedPlan } from "../plan-form";

type WeeklyChoiceProps = {
  amounts: { pence: number; does: string }[];
  /** The sums are examples. */
  demonstration: boolean;
  roomWeekPence: number;
  typed: TypedPlan;
  mistakes: Mistake[];
};

/** The suggested weekly sums, each with what it does, and any other. */
export function WeeklyChoice({ amounts, demonstration, roomWeekPence, typed, mistakes }: WeeklyChoiceProps) {
  const why = mistakeIn(mistakes, "weekly");
  const other = typed.weekly === "other" || (typed.weekly === undefined && Boolean(typed.other));
  return (
    <fieldset className={`opens another${why ? " wrong" : ""}`} aria-describedby={why ? "weekly-why" : undefined}>
      <legend>How much each week?</legend>
      <Why field="weekly" words={why} />
      <div className="choices pair">
        {amounts.map((amount, index) => (
          <label className="choice" key={amount.pence}>
            <input
              type="radio"
              name="weekly"
              id={index === 0 ? "weekly" : undefined}
              value={amount.pence}
              defaultChecked={typed.weekly === String(amount.pence)}
            />
            <span>
              <b className="num">{poundsShort(pence(amount.pence))} a week</b>
              <span className="hint">{amount.does}</span>
            </span>
          </label>
        ))}
        <label className="choice">
          <input className="opener" type="radio" name="weekly" value="other" defaultChecked={other} />
          <span>
            <b>Another amount</b>
            <span className="hint">From {poundsShort(smallestWeekly)}</span>
          </span>
        </label>
      </div>
      <div className="opened">
        <Field
          name="other"
          label="How much each week, in pounds?"
          before="£"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed.other}
          mistakes={mistakes}
        />
      </div>
      <p className="hint foot-note">
        {demonstration && "Example figures: "}
        {demonstration ? "a" : "A"} room takes {poundsShort(pence(roomWeekPence))} a week.
      </p>
    </fieldset>
  );
}
