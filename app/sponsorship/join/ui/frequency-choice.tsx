import type { FormError } from "~/platform/http/forms/form-fields";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import type { PlanFormInput } from "../plan-form";
import type { IntervalFigures } from "../frequency-options";
import { ByFee, ByStart } from "./by-choice";
import { Tag } from "~/platform/ui/tag";

type FrequencyChoiceProps = { figures: IntervalFigures[]; input: PlanFormInput; errors: FormError[] };

/** How often it is collected, with the sums of the amount that was chosen. The first way is suggested, and each says what the fees leave. */
export const FrequencyChoice = ({ figures, input, errors }: FrequencyChoiceProps) => (
  <Fieldset name="interval" legend="How often?" errors={errors}>
    <RadioGroup
      name="interval"
      selected={input.interval ?? figures[0]?.billingInterval}
      options={figures.map((each, index) => ({
        value: each.billingInterval,
        label: (
          <>
            <span className="flex flex-wrap justify-between gap-x-4">
              <b>{each.name}</b>
              {index === 0 && <Tag className="border-on-lamp bg-lamp text-on-lamp">Suggested</Tag>}
            </span>
            <span className="hint num">
              <ByFee figures={each}>{({ short }) => <strong>{short}</strong>}</ByFee>{" "}
              <ByStart now={`today, then on ${each.dates}.`} later="on the day that you choose, and from then on." />
            </span>
            <span className="hint num">
              <ByFee figures={each}>{({ net }) => net}</ByFee>
            </span>
          </>
        ),
      }))}
    />
  </Fieldset>
);
