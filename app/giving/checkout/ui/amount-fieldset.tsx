import { pence, poundsShort } from "~/platform/money";
import { Choice, Options, Question } from "~/platform/ui/radio-group";
import { Field } from "~/platform/ui/text-field";
import type { Mistake, TypedForm } from "../donation-form";

export type AmountChoices = {
  amounts: { pence: number; does: string; cover: number }[];
  minPence: number;
  roomWeekPence: number;
  demonstration: boolean;
};

/** The suggested sums, each with what it does, and any other. */
export function AmountChoice({
  amounts,
  minPence,
  roomWeekPence,
  demonstration,
  typed,
  mistakes,
}: AmountChoices & { typed: TypedForm; mistakes: Mistake[] }) {
  const other = typed.amount === "other" || (typed.amount === undefined && Boolean(typed.other));
  return (
    <Question name="amount" legend="How much would you like to give?" mistakes={mistakes}>
      <Options
        name="amount"
        pair
        chosen={typed.amount}
        options={amounts.map((amount) => ({
          value: amount.pence,
          words: <b className="num">{poundsShort(pence(amount.pence))}</b>,
          hint: amount.does,
        }))}
      />
      <div className="opens another">
        <Choice
          name="amount"
          value="other"
          words={<b>Another amount</b>}
          hint={`From ${poundsShort(pence(minPence))}`}
          opener
          isChosen={other}
        />
        <div className="opened">
          <Field
            name="other"
            label="How much, in pounds?"
            before="£"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.other}
            mistakes={mistakes}
          />
        </div>
      </div>
      <p className="hint foot-note">
        {demonstration && "Example figures: "}
        {demonstration ? "a" : "A"} room takes {poundsShort(pence(roomWeekPence))} a week.
      </p>
    </Question>
  );
}
