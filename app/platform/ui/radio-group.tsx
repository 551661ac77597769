import type { ReactNode } from "react";
import type { FormError } from "./error-summary";
import { findError, FieldError } from "./text-field";

type FieldsetProps = {
  /** The field whose mistake is said below the legend. */
  name: string;
  legend: string;
  /** For a question within a question. */
  isNested?: boolean;
  /** Between the legend and the mistake. */
  intro?: ReactNode;
  className?: string;
  errors: FormError[];
  children: ReactNode;
};

/** A question with its choices, and its mistake if it has one. */
export function Fieldset({ name, legend, isNested = false, intro, className, errors, children }: FieldsetProps) {
  const error = findError(errors, name);
  const classes = [className, error && "wrong"].filter(Boolean).join(" ");
  return (
    <fieldset className={classes || undefined} aria-describedby={error ? `${name}-why` : undefined}>
      <legend className={isNested ? "small-legend" : undefined}>{legend}</legend>
      {intro}
      <FieldError field={name} message={error} />
      {children}
    </fieldset>
  );
}

/** One way to answer. `revealsMore`: choosing it shows what `.opens` hides. */
export type RadioOption = { value: string | number; label: ReactNode; hint?: ReactNode; extra?: ReactNode; revealsMore?: boolean };

type RadioGroupProps = {
  name: string;
  options: readonly RadioOption[];
  selected?: string | number | null;
  /** Two beside each other where there is room. */
  twoColumns?: boolean;
  className?: string;
};

/** One of several. The first has the field's name as its id: the list of mistakes leads there. */
export function RadioGroup({ name, options, selected, twoColumns = false, className }: RadioGroupProps) {
  return (
    <div className={["choices", twoColumns && "pair", className].filter(Boolean).join(" ")}>
      {options.map((option, index) => (
        <Radio
          key={option.value}
          name={name}
          id={index === 0 ? name : undefined}
          isSelected={String(option.value) === String(selected)}
          {...option}
        />
      ))}
    </div>
  );
}

/** A single way to answer, where it does not stand among its like. */
export function Radio({
  name,
  id,
  value,
  label,
  hint,
  extra,
  revealsMore,
  isSelected,
}: RadioOption & { name: string; id?: string; isSelected: boolean }) {
  return (
    <label className="choice">
      <input type="radio" name={name} id={id} value={value} defaultChecked={isSelected} className={revealsMore ? "opener" : undefined} />
      <span>
        {label}
        {hint && <span className="hint">{hint}</span>}
      </span>
      {extra}
    </label>
  );
}

/** A question whose answers are short: plain buttons, one below the other. */
export function CompactRadioGroup({
  name,
  legend,
  options,
  selected,
  errors,
}: Pick<FieldsetProps, "name" | "legend" | "errors"> & {
  options: readonly Pick<RadioOption, "value" | "label" | "hint">[];
  selected?: string;
}) {
  const error = findError(errors, name);
  return (
    <fieldset aria-describedby={error ? `${name}-why` : undefined}>
      <legend>{legend}</legend>
      <div className={error ? "wrong" : undefined}>
        <FieldError field={name} message={error} />
        {options.map(({ value, label, hint }, index) => (
          <label className="tick" key={value}>
            <input
              type="radio"
              id={index === 0 ? name : `${name}-${value}`}
              name={name}
              value={value}
              defaultChecked={selected === value}
            />
            <span>
              {label}
              {hint && <span className="hint"> {hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
