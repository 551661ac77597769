import type { FormError } from "~/platform/http/forms/form-fields";
import { opened } from "~/platform/ui/looks";
import { Checkbox } from "~/platform/ui/text-field";
import { CertificateEmailFields, PresentDayField, PresentNameField, PresentWordsField } from "~/sponsorship/present/ui/present-fields";
import type { PlanFormInput } from "../plan-form";

type PresentFieldsetProps = { days: { from: string; until: string }; input: PlanFormInput; errors: FormError[] };

/** Somebody else's from a day on, with a certificate to print or have emailed. `days`: London dates between which that day is. */
export function PresentFieldset({ days, input, errors }: PresentFieldsetProps) {
  const formState = { input, errors };
  return (
    <fieldset className="opens">
      <legend>Is it a present?</legend>
      <Checkbox
        name="present"
        revealsMore
        label="It is a present for somebody"
        hint="You pay, and look after it. They get a certificate with the window of their room; how much you give is not said."
        checked={input.present === "yes"}
      />
      <div className={opened}>
        <PresentNameField {...formState} />
        <PresentDayField
          days={days}
          hint="A birthday, perhaps. Leave it empty for today. Your payments begin as chosen above."
          {...formState}
        />
        <PresentWordsField {...formState} />
        <p>You can print the certificate as soon as your sponsorship has begun: we email you a link, and your account has it.</p>
        <CertificateEmailFields {...formState} />
      </div>
    </fieldset>
  );
}
