import type { FormError } from "~/platform/http/forms/form-fields";
import { opened } from "~/platform/ui/looks";
import { Checkbox, Field, TextArea } from "~/platform/ui/text-field";
import type { PlanFormInput } from "~/sponsorship/join/plan-form";

type FormState = {
  input: Pick<PlanFormInput, "presentname" | "presentday" | "presentwords" | "certificate" | "presentemail">;
  errors: FormError[];
};

const fieldProps = { autoComplete: "off", spellCheck: false, className: "max-w-88" };

export const PresentNameField = ({ input, errors }: FormState) => (
  <Field
    name="presentname"
    label="Who is the present for?"
    hint="As it is to stand on the certificate."
    defaultValue={input.presentname}
    errors={errors}
    {...fieldProps}
  />
);

/** `days`: London dates between which it is. */
export const PresentDayField = ({ days, hint, input, errors }: FormState & { days: { from: string; until: string }; hint: string }) => (
  <Field
    name="presentday"
    type="date"
    label="From which day is it theirs?"
    hint={hint}
    min={days.from}
    max={days.until}
    defaultValue={input.presentday}
    errors={errors}
    {...fieldProps}
  />
);

export const PresentWordsField = ({ input, errors }: FormState) => (
  <TextArea
    name="presentwords"
    label="Your words on the certificate"
    hint="You can leave this empty. Your name stands above them."
    rows={3}
    defaultValue={input.presentwords}
    errors={errors}
  />
);

export const CertificateEmailFields = ({ input, errors }: FormState) => (
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
        errors={errors}
        {...fieldProps}
      />
    </div>
  </div>
);
