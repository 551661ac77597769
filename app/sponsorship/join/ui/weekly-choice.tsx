import type { Mistake } from "~/giving/checkout/form-fields";
import { pence, poundsShort } from "~/platform/money";
import { Options, Question } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import { smallestWeekly } from "~/sponsorship/plan";
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
  const other = typed.weekly === "other" || (typed.weekly === undefined && Boolean(typed.other));
  return (
    <Question name="weekly" legend="How much each week?" className="opens another" mistakes={mistakes}>
      <Options
        name="weekly"
        pair
        chosen={other ? "other" : typed.weekly}
        options={[
          ...amounts.map((amount) => ({
            value: amount.pence,
            words: <b className="num">{poundsShort(pence(amount.pence))} a week</b>,
            hint: amount.does,
          })),
          { value: "other", words: <b>Another amount</b>, hint: `From ${poundsShort(smallestWeekly)}`, opener: true },
        ]}
      />
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
    </Question>
  );
}
