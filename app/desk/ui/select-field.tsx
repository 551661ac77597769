import type { FormError } from "~/platform/ui/error-summary";
import { mistaken } from "~/platform/ui/looks";
import { FieldError, findError } from "~/platform/ui/text-field";

type SelectFieldProps = {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  /** What stands for none of them, where that may be. */
  anyLabel?: string;
  errors?: FormError[];
};

/** One of several. */
export function SelectField({ name, label, value, options, anyLabel, errors = [] }: SelectFieldProps) {
  const error = findError(errors, name);
  return (
    <div className={`field${error ? ` ${mistaken}` : ""}`}>
      <label htmlFor={name}>{label}</label>
      <FieldError field={name} message={error} />
      <select
        id={name}
        name={name}
        defaultValue={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-why` : undefined}
      >
        {anyLabel !== undefined && <option value="">{anyLabel}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
