import type { ReactNode } from "react";
import type { FormError } from "./error-summary";
import { findError, FieldError } from "./text-field";
import { mistaken, tick } from "./looks";

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
  const classes = [className, error && mistaken].filter(Boolean).join(" ");
  return (
    <fieldset className={classes || undefined} aria-describedby={error ? `${name}-why` : undefined}>
      <legend className={isNested ? "font-sans text-base/[1.4]" : undefined}>{legend}</legend>
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
export function RadioGroup({ name, options, selected, twoColumns = false, className = "" }: RadioGroupProps) {
  return (
    <div className={`grid gap-3 ${twoColumns ? "sm:grid-cols-[1fr_1fr]" : ""} ${className}`}>
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

/** The whole card is the target. */
const card = [
  "relative flex min-h-15 cursor-pointer items-start gap-4 rounded-md border-2 border-line bg-surface px-[1.1rem] py-4 hover:border-edge",
  "has-checked:border-(--color-solid) has-checked:bg-lamp-wash has-focus-visible:shadow-focus",
  "forced-colors:has-checked:outline-3 forced-colors:has-checked:outline-[Highlight]",
  "forced-colors:has-focus-visible:outline-3 forced-colors:has-focus-visible:outline-offset-3 forced-colors:has-focus-visible:outline-[CanvasText]",
].join(" ");

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
    <label className={card}>
      <input
        type="radio"
        name={name}
        id={id}
        value={value}
        defaultChecked={isSelected}
        className={`focus-visible:shadow-none ${revealsMore ? "opener" : ""}`}
      />
      <span className="block min-w-0 flex-1 [&_b]:block [&_b]:text-lg/[1.3] [&_.hint]:mt-[0.15rem] [&_.hint]:block">
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
          <label className={tick} key={value}>
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
