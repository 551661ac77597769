import { pence, formatPoundsShort } from "~/platform/money";
import { Radio, RadioGroup, Fieldset } from "~/platform/ui/radio-group";
import type { FormError } from "~/platform/http/forms/form-fields";
import type { DonationFormInput } from "../donation-form";
import { OtherAmountField, RoomCost } from "./amount-parts";
import { opened } from "~/platform/ui/looks";

export type AmountOptions = {
  amounts: { pence: number; does: string; cover: number }[];
  minPence: number;
  roomWeekPence: number;
  demonstration: boolean;
};

/** The suggested sums, each with what it does, and any other. */
export function AmountFieldset({
  amounts,
  minPence,
  roomWeekPence,
  demonstration,
  isForRooms,
  input,
  errors,
}: AmountOptions & { isForRooms: boolean; input: DonationFormInput; errors: FormError[] }) {
  const isOtherSelected = input.amount === "other" || (input.amount === undefined && Boolean(input.other));
  return (
    <Fieldset name="amount" legend="How much would you like to give?" errors={errors}>
      <RadioGroup
        name="amount"
        twoColumns
        selected={input.amount}
        options={amounts.map((amount) => ({
          value: amount.pence,
          label: <b className="num">{formatPoundsShort(pence(amount.pence))}</b>,
          ...(amount.does && { hint: amount.does }),
        }))}
      />
      <div className="opens mt-3">
        <Radio
          name="amount"
          value="other"
          label={<b>Another amount</b>}
          hint={`From ${formatPoundsShort(pence(minPence))}`}
          revealsMore
          isSelected={isOtherSelected}
        />
        <div className={opened}>
          <OtherAmountField label="How much, in pounds?" input={input} errors={errors} />
        </div>
      </div>
      {isForRooms && <RoomCost demonstration={demonstration} roomWeekPence={roomWeekPence} />}
    </Fieldset>
  );
}
