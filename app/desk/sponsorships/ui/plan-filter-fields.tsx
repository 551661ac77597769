import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { SelectField } from "~/desk/ui/select-field";
import { billingIntervalLabels, billingIntervals } from "~/sponsorship/plan";
import { planListStatuses } from "../plan-filters";
import { planStatusLabels } from "../plan-labels";
import { tickRow } from "~/desk/ui/looks";
import { tick } from "~/platform/ui/looks";

/** The filters of the list of sponsorships. */
export function PlanFilterFields({ query, errors }: { query: string; errors: FormError[] }) {
  const params = new URLSearchParams(query);
  const value = (name: string) => params.get(name) ?? "";
  const day = (name: string, label: string) => <Field name={name} label={label} type="date" defaultValue={value(name)} errors={errors} />;
  return (
    <>
      {day("from", "Begun from")}
      {day("to", "Begun until")}
      {day("endedfrom", "Ended from")}
      {day("endedto", "Ended until")}
      <Field name="min" label="At least a week" prefix="£" inputMode="decimal" defaultValue={value("min")} errors={errors} />
      <SelectField
        name="interval"
        label="Collected"
        value={value("interval")}
        anyLabel="All"
        options={billingIntervals.map((each) => ({ value: each, label: billingIntervalLabels[each].every }))}
      />
      <fieldset>
        <legend>Status</legend>
        <div className={tickRow}>
          {planListStatuses.map((status) => (
            <label key={status} className={tick}>
              <input type="checkbox" name="status" value={status} defaultChecked={params.getAll("status").includes(status)} />
              <span>{planStatusLabels[status]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {["room", "failedfrom", "failedto", "recoveredfrom", "recoveredto"].map(
        (name) => value(name) && <input key={name} type="hidden" name={name} value={value(name)} />,
      )}
    </>
  );
}
