import type { FormError } from "~/platform/ui/error-summary";
import { Field, Checkbox } from "~/platform/ui/text-field";

/** The home address as HMRC asks for it. */
export function HomeAddressFields({
  input,
  errors,
}: {
  input: { house?: string; postcode?: string; overseas?: string };
  errors: FormError[];
}) {
  return (
    <>
      <Field
        name="house"
        label="House name or number, and street"
        hint="Your home address, not your work."
        autoComplete="address-line1"
        defaultValue={input.house}
        errors={errors}
      />
      <Field
        name="postcode"
        label="Postcode"
        className="chars-10"
        autoComplete="postal-code"
        defaultValue={input.postcode}
        errors={errors}
      />
      <Checkbox name="overseas" label="I live outside the UK, and pay UK tax" checked={input.overseas === "yes"} />
    </>
  );
}
