import { formatPoundsShort, pence } from "~/platform/money";
import { Field } from "~/platform/ui/text-field";
import type { FormError } from "~/platform/http/forms/form-fields";

/** The field for any sum that is not among the suggested ones. */
export const OtherAmountField = ({ label, input, errors }: { label: string; input: { other?: string }; errors: FormError[] }) => (
  <Field name="other" label={label} prefix="£" inputMode="decimal" autoComplete="off" defaultValue={input.other} errors={errors} />
);

/** What a room takes, to measure sums by. @param demonstration the figures are examples */
export const RoomCost = ({ demonstration, roomWeekPence }: { demonstration: boolean; roomWeekPence: number }) => (
  <p className="hint mt-3">
    {demonstration && "Example figures: "}
    {demonstration ? "a" : "A"} room takes {formatPoundsShort(pence(roomWeekPence))} a week.
  </p>
);
