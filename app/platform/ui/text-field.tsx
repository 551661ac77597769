import type { InputHTMLAttributes, ReactNode } from "react";
import type { FieldMistake } from "./error-summary";

/** The mistake of one field, if it has one. */
export const mistakeIn = (mistakes: FieldMistake[], field: string): string | undefined =>
  mistakes.find((mistake) => mistake.field === field)?.words;

/** The mistake, said again at its field. */
export function Why({ field, words }: { field: string; words?: string }) {
  if (!words) return null;
  return (
    <p className="why" id={`${field}-why`}>
      <span className="hidden-words">Mistake: </span>
      {words}
    </p>
  );
}

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  mistakes: FieldMistake[];
  /** Before the input, such as £. */
  before?: string;
  className?: string;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "className">;

const described = (name: string, hint: unknown, why: unknown) =>
  [hint ? `${name}-hint` : "", why ? `${name}-why` : ""].filter(Boolean).join(" ") || undefined;

/** One line of text with its label, hint and mistake. */
export function Field({ name, label, hint, mistakes, before, className = "", ...input }: FieldProps) {
  const why = mistakeIn(mistakes, name);
  const box = (
    <input
      type="text"
      {...input}
      className={before ? undefined : className || undefined}
      id={name}
      name={name}
      aria-invalid={why ? true : undefined}
      aria-describedby={described(name, hint, why)}
    />
  );
  return (
    <div className={`field${why ? " wrong" : ""}${before && className ? ` ${className}` : ""}`}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Why field={name} words={why} />
      {before ? (
        <div className="pounds">
          <span aria-hidden="true">{before}</span>
          {box}
        </div>
      ) : (
        box
      )}
    </div>
  );
}

/** Several lines of text. */
export function TextArea({
  name,
  label,
  hint,
  mistakes,
  rows = 4,
  defaultValue,
}: Pick<FieldProps, "name" | "label" | "hint" | "mistakes"> & { rows?: number; defaultValue?: string }) {
  const why = mistakeIn(mistakes, name);
  return (
    <div className={`field${why ? " wrong" : ""}`}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Why field={name} words={why} />
      <textarea
        id={name}
        name={name}
        rows={rows}
        defaultValue={defaultValue}
        aria-invalid={why ? true : undefined}
        aria-describedby={described(name, hint, why)}
      />
    </div>
  );
}

/** A box to tick. Never ticked beforehand. */
export function Tick({
  name,
  label,
  hint,
  checked,
  className = "tick",
  opener,
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  className?: string;
  opener?: boolean;
}) {
  return (
    <label className={className}>
      <input type="checkbox" id={name} name={name} value="yes" defaultChecked={checked} className={opener ? "opener" : undefined} />
      <span>
        {label}
        {hint && <span className="hint"> {hint}</span>}
      </span>
    </label>
  );
}
