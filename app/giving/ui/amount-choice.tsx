import { pence, poundsShort } from "~/platform/money";
import { Field, mistakeIn, Why } from "~/platform/ui/field";
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
  const why = mistakeIn(mistakes, "amount");
  const other = typed.amount === "other" || (typed.amount === undefined && Boolean(typed.other));
  return (
    <fieldset className={why ? "wrong" : undefined} aria-describedby={why ? "amount-why" : undefined}>
      <legend>How much would you like to give?</legend>
      <Why field="amount" words={why} />
      <div className="choices pair">
        {amounts.map((amount, index) => (
          <label className="choice" key={amount.pence}>
            <input
              type="radio"
              name="amount"
              id={index === 0 ? "amount" : undefined}
              value={amount.pence}
              defaultChecked={typed.amount === String(amount.pence)}
            />
            <span>
              <b className="num">{poundsShort(pence(amount.pence))}</b>
              <span className="hint">{amount.does}</span>
            </span>
          </label>
        ))}
      </div>
      <div className="opens another">
        <label className="choice">
          <input className="opener" type="radio" name="amount" value="other" defaultChecked={other} />
          <span>
            <b>Another amount</b>
            <span className="hint">From {poundsShort(pence(minPence))}</span>
          </span>
        </label>
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
    </fieldset>
  );
}
