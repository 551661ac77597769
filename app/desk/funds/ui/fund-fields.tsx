import type { FundForm } from "~/giving/funds/fund";
import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";

/** What a fund is called and what it is for. */
export const FundFields = ({ input, errors }: { input: FundForm; errors: FormError[] }) => (
  <>
    <Field name="name" label="Name" hint="Up to 80 characters." defaultValue={input.name} autoComplete="off" errors={errors} />
    <Field
      name="purpose"
      label="What it is for"
      hint="Donors read it after “This fund is for”, such as: a minibus for outings."
      defaultValue={input.purpose}
      autoComplete="off"
      errors={errors}
    />
  </>
);
