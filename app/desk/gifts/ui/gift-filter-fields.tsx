import { paymentMethodLabels, paymentMethods } from "~/giving/payment-methods";
import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { SelectField } from "~/desk/ui/select-field";
import { giftKindLabels, giftKinds, giftStatuses, giftStatusLabels } from "../gift-filters";
import { tickRow } from "~/desk/ui/looks";
import { tick } from "~/platform/ui/looks";

const options = <Value extends string>(values: readonly Value[], labels: Record<Value, string>) =>
  values.map((value) => ({ value, label: labels[value] }));

type FundOption = { value: string; label: string };

/** The filters of the list of gifts. */
export function GiftFilterFields({ query, funds, errors }: { query: string; funds: FundOption[]; errors: FormError[] }) {
  const params = new URLSearchParams(query);
  const value = (name: string) => params.get(name) ?? "";
  return (
    <>
      <Field name="from" label="From" type="date" defaultValue={value("from")} errors={errors} />
      <Field name="to" label="Until" type="date" defaultValue={value("to")} errors={errors} />
      <Field name="min" label="At least" prefix="£" inputMode="decimal" defaultValue={value("min")} errors={errors} />
      <Field name="max" label="At most" prefix="£" inputMode="decimal" defaultValue={value("max")} errors={errors} />
      <SelectField name="kind" label="Kind" value={value("kind")} anyLabel="All" options={options(giftKinds, giftKindLabels)} />
      <SelectField
        name="method"
        label="How it came"
        value={value("method")}
        anyLabel="All"
        options={options(paymentMethods, paymentMethodLabels)}
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
      <SelectField name="fund" label="Fund" value={value("fund")} anyLabel="All" options={funds} />
      <SelectField
        name="fundkind"
        label="Kind of fund"
        value={value("fundkind")}
        anyLabel="All"
        options={[
          { value: "unrestricted", label: "Unrestricted" },
          { value: "restricted", label: "Restricted" },
        ]}
      />
      <fieldset>
        <legend>Status</legend>
        <div className={tickRow}>
          {giftStatuses.map((status) => (
            <label key={status} className={tick}>
              <input type="checkbox" name="status" value={status} defaultChecked={params.getAll("status").includes(status)} />
              <span>{giftStatusLabels[status]}</span>
            </label>
          ))}
          <label className={tick}>
            <input type="checkbox" name="returned" value="yes" defaultChecked={value("returned") === "yes"} />
            <span>Part or all refunded</span>
          </label>
        </div>
      </fieldset>
      {["supporter", "plan", "appeal"].map((name) => value(name) && <input key={name} type="hidden" name={name} value={value(name)} />)}
    </>
  );
}
