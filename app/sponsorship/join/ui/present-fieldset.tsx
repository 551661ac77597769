import type { FormError } from "~/platform/http/forms/form-fields";
import { Checkbox, Field, TextArea } from "~/platform/ui/text-field";
import type { PlanFormInput } from "../plan-form";
import { opened } from "~/platform/ui/looks";

type PresentFieldsetProps = { days: { from: string; until: string }; input: PlanFormInput; errors: FormError[] };

/** Somebody else's from a day on, with a certificate to print or have emailed. `days`: London dates between which that day is. */
export function PresentFieldset({ days, input, errors }: PresentFieldsetProps) {
  const fieldProps = { errors, autoComplete: "off", spellCheck: false, className: "max-w-88" };
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
        <Field
          name="presentname"
          label="Who is the present for?"
          hint="As it is to stand on the certificate."
          defaultValue={input.presentname}
          {...fieldProps}
        />
        <Field
          name="presentday"
          type="date"
          label="From which day is it theirs?"
          hint="A birthday, perhaps. Leave it empty for today. Your payments begin as chosen above."
          min={days.from}
          max={days.until}
          defaultValue={input.presentday}
          {...fieldProps}
        />
        <TextArea
          name="presentwords"
          label="Your words on the certificate"
          hint="You can leave this empty. Your name stands below them."
          rows={3}
          defaultValue={input.presentwords}
          errors={errors}
        />
        <p>You can print the certificate as soon as your sponsorship has begun: we email you a link, and your account has it.</p>
        <div className="opens">
          <Checkbox
            name="certificate"
            revealsMore
            label="Email it to them as well"
            hint="One email, on that day, once your first payment has arrived. They get no other."
            checked={input.certificate === "yes"}
          />
          <div className={opened}>
            <Field
              name="presentemail"
              type="email"
              label="Email address for the certificate"
              hint="We use it for this email only."
              defaultValue={input.presentemail}
              {...fieldProps}
            />
          </div>
        </div>
      </div>
    </fieldset>
  );
}
