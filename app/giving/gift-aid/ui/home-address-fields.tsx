import type { FieldMistake } from "~/platform/ui/error-summary";
import { Field, Tick } from "~/platform/ui/text-field";

/** The home address as HMRC asks for it. */
export function HomeFields({
  typed,
  mistakes,
}: {
  typed: { house?: string; postcode?: string; overseas?: string };
  mistakes: FieldMistake[];
}) {
  return (
    <>
      <Field
        name="house"
        label="House name or number, and street"
        hint="Your home address, not your work."
        autoComplete="address-line1"
        defaultValue={typed.house}
        mistakes={mistakes}
      />
      <Field
        name="postcode"
        label="Postcode"
        className="chars-10"
        autoComplete="postal-code"
        defaultValue={typed.postcode}
        mistakes={mistakes}
      />
      <Tick name="overseas" label="I live outside the UK, and pay UK tax" checked={typed.overseas === "yes"} />
    </>
  );
}
