import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { SelectField } from "~/desk/ui/select-field";
import { sponsorshipFilterLabels, sponsorshipFilters } from "../people-filters";

/** The filters of the list of people. */
export function PeopleFilterFields({ query, errors }: { query: string; errors: FormError[] }) {
  const params = new URLSearchParams(query);
  const value = (name: string) => params.get(name) ?? "";
  return (
    <>
      <Field name="since" label="Gave since" type="date" defaultValue={value("since")} errors={errors} />
      <Field name="total" label="Gave at least" prefix="£" inputMode="decimal" defaultValue={value("total")} errors={errors} />
      <SelectField
        name="sponsorship"
        label="Sponsorship"
        value={value("sponsorship")}
        anyLabel="All"
        options={sponsorshipFilters.map((each) => ({ value: each, label: sponsorshipFilterLabels[each] }))}
      />
      <SelectField
        name="giftaid"
        label="Gift Aid"
        value={value("giftaid")}
        anyLabel="All"
        options={[
          { value: "declared", label: "Declared" },
          { value: "none", label: "Not declared" },
        ]}
      />
    </>
  );
}
