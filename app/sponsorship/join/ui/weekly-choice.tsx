import type { FormError } from "~/platform/http/forms/form-fields";
import { OtherAmountField, RoomCost } from "~/giving/checkout/ui/amount-parts";
import { formatPoundsShort, pence } from "~/platform/money";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { minWeekly } from "~/sponsorship/plan";
import type { PlanFormInput } from "../plan-form";
import { opened } from "~/platform/ui/looks";

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
    <Fieldset name="weekly" legend="How much each week?" className="opens" errors={errors}>
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
      <div className={opened}>
        <OtherAmountField label="How much each week, in pounds?" input={input} errors={errors} />
      </div>
      <RoomCost demonstration={demonstration} roomWeekPence={roomWeekPence} />
    </Fieldset>
  );
}
