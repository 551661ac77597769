import type { ReactNode } from "react";
import type { FormError } from "~/platform/http/forms/form-fields";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";

type CostsFieldsetProps = { label: ReactNode; input: { cover?: string }; errors: FormError[]; children: ReactNode };

/** Whether the payment costs are added, with what they are. @param label what is added, as `Add 66p to cover costs` */
export const CostsFieldset = ({ label, input, errors, children }: CostsFieldsetProps) => (
  <fieldset>
    <legend>Payment costs</legend>
    <FieldError field="cover" message={findError(errors, "cover")} />
    <Checkbox name="cover" label={<b className="num">{label}</b>} checked={input.cover === "yes"} />
    <details>
      <summary>What are the costs?</summary>
      {children}
    </details>
  </fieldset>
);
