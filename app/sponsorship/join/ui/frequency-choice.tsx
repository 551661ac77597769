import type { Mistake } from "~/giving/checkout/form-fields";
import { Options, Question } from "~/platform/ui/radio-group";
import type { TypedPlan } from "../plan-form";
import type { WayToCollect } from "../frequency-options";

type RhythmChoiceProps = {
  ways: WayToCollect[];
  /** The weekly sum of which the figures are, such as £2.50. */
  of: string;
  fees: { card: string; directDebit: string };
  typed: TypedPlan;
  mistakes: Mistake[];
};

/** How often it is collected: the first way is suggested, and each says what the fees leave. */
export function RhythmChoice({ ways, of, fees, typed, mistakes }: RhythmChoiceProps) {
  return (
    <Question
      name="rhythm"
      legend="How shall we collect it?"
      intro={
        <p className="hint">
          Each time we take a payment, a fee goes to the people who carry it. Fewer, larger payments lose less. Below is {of} a week by
          card: what leaves your bank, and what reaches the rooms.
        </p>
      }
      mistakes={mistakes}
    >
      <Options
        name="rhythm"
        chosen={typed.rhythm ?? ways[0]?.rhythm}
        options={ways.map((way, index) => ({
          value: way.rhythm,
          words: (
            <>
              <span className="row">
                <b>{way.name}</b>
                {index === 0 && <span className="tag lit">Suggested</span>}
              </span>
              <span className="hint">{way.collected}</span>
              <span className="hint keeps num">{way.reaches}</span>
            </>
          ),
        }))}
      />
      <details>
        <summary>How we worked this out</summary>
        <p>{fees.card}</p>
        <p>
          {fees.directDebit} <a href="/direct-debit-guarantee">The Direct Debit Guarantee</a> protects you.
        </p>
      </details>
    </Question>
  );
}
