import type { FormError } from "~/platform/http/forms/form-fields";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import type { PlanFormInput } from "../plan-form";
import type { FrequencyOption } from "../frequency-options";

type FrequencyChoiceProps = {
  options: FrequencyOption[];
  /** The weekly sum of which the figures are, such as £2.50. */
  weekly: string;
  fees: { card: string; directDebit: string };
  input: PlanFormInput;
  errors: FormError[];
};

/** How often it is collected: the first way is suggested, and each says what the fees leave. */
export function FrequencyChoice({ options, weekly, fees, input, errors }: FrequencyChoiceProps) {
  return (
    <Fieldset
      name="interval"
      legend="How often should we take payment?"
      intro={
        <p className="hint">
          Our payment provider charges a fee for each payment. Fewer, larger payments lose less. Below is {weekly} a week by card: what
          leaves your bank, and what reaches us.
        </p>
      }
      errors={errors}
    >
      <RadioGroup
        name="interval"
        selected={input.interval ?? options[0]?.billingInterval}
        options={options.map((option, index) => ({
          value: option.billingInterval,
          label: (
            <>
              <span className="row">
                <b>{option.name}</b>
                {index === 0 && <span className="tag lit">Suggested</span>}
              </span>
              <span className="hint">{option.scheduleText}</span>
              <span className="hint keeps num">{option.netText}</span>
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
    </Fieldset>
  );
}
