import type { FormError } from "~/platform/http/forms/form-fields";
import { formatPoundsShort, pence } from "~/platform/money";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import { minWeekly } from "~/sponsorship/plan";
import type { PlanFormInput } from "../plan-form";

type WeeklyChoiceProps = {
  amounts: { pence: number; does: string }[];
  /** The sums are examples. */
  demonstration: boolean;
  roomWeekPence: number;
  input: PlanFormInput;
  errors: FormError[];
};

/** The suggested weekly sums, each with what it does, and any other. */
export function WeeklyChoice({ amounts, demonstration, roomWeekPence, input, errors }: WeeklyChoiceProps) {
  const isOther = input.weekly === "other" || (input.weekly === undefined && Boolean(input.other));
  return (
    <Fieldset name="weekly" legend="How much each week?" className="opens another" errors={errors}>
      <RadioGroup
        name="weekly"
        twoColumns
        selected={isOther ? "other" : input.weekly}
        options={[
          ...amounts.map((amount) => ({
            value: amount.pence,
            label: <b className="num">{formatPoundsShort(pence(amount.pence))} a week</b>,
            hint: amount.does,
          })),
          { value: "other", label: <b>Another amount</b>, hint: `From ${formatPoundsShort(minWeekly)}`, revealsMore: true },
        ]}
      />
      <div className="opened">
        <Field
          name="other"
          label="How much each week, in pounds?"
          prefix="£"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={input.other}
          errors={errors}
        />
      </div>
      <p className="hint foot-note">
        {demonstration && "Example figures: "}
        {demonstration ? "a" : "A"} room takes {formatPoundsShort(pence(roomWeekPence))} a week.
      </p>
    </Fieldset>
  );
}
