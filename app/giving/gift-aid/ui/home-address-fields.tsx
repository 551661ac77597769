import type { FormError } from "~/platform/ui/error-summary";
import { Field, Checkbox } from "~/platform/ui/text-field";

/** The home address as HMRC asks for it. */
export function HomeAddressFields({
  input,
  errors,
  typedByStaff = false,
}: {
  input: { house?: string; postcode?: string; overseas?: string };
  errors: FormError[];
  /** It is somebody else's home, who told it to staff. */
  typedByStaff?: boolean;
}) {
  return (
    <>
      <Field
        name="house"
        label="House name or number, and street"
        hint={typedByStaff ? "Their home address, not their work." : "Your home address, not your work."}
        autoComplete={typedByStaff ? "off" : "address-line1"}
        defaultValue={input.house}
        errors={errors}
      />
      <Field
        name="postcode"
        label="Postcode"
        className="max-w-40"
        autoComplete={typedByStaff ? "off" : "postal-code"}
        defaultValue={input.postcode}
        errors={errors}
      />
      <Checkbox
        name="overseas"
        label={typedByStaff ? "They live outside the UK, and pay UK tax" : "I live outside the UK, and pay UK tax"}
        checked={input.overseas === "yes"}
      />
    </>
  );
}
