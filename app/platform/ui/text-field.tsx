import type { InputHTMLAttributes, ReactNode } from "react";
import type { FormError } from "./error-summary";
import { mistaken, tick } from "./looks";

/** The mistake of one field, if it has one. */
export const findError = (errors: FormError[], field: string): string | undefined => errors.find((error) => error.field === field)?.message;

/** The mistake, said again at its field. */
export function FieldError({ field, message }: { field: string; message?: string }) {
  if (!message) return null;
  return (
    <p className="font-bold text-danger" id={`${field}-why`}>
      <span className="sr-only">Mistake: </span>
      {message}
    </p>
  );
}

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  errors: FormError[];
  /** Before the input, such as £. */
  prefix?: string;
  className?: string;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "className">;

const describedBy = (name: string, hint: unknown, error: unknown) =>
  [hint ? `${name}-hint` : "", error ? `${name}-why` : ""].filter(Boolean).join(" ") || undefined;

/** One line of text with its label, hint and mistake. */
export function Field({ name, label, hint, errors, prefix, className = "", ...input }: FieldProps) {
  const error = findError(errors, name);
  const inputElement = (
    <input
      type="text"
      {...input}
      className={prefix ? "m-0 max-w-36 rounded-s-none" : className || undefined}
      id={name}
      name={name}
      aria-invalid={error ? true : undefined}
      aria-describedby={describedBy(name, hint, error)}
    />
  );
  return (
    <div className={`field${error ? ` ${mistaken}` : ""}${prefix && className ? ` ${className}` : ""}`}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <FieldError field={name} message={error} />
      {prefix ? (
        <div className="mt-1 flex items-stretch">
          <span
            className="grid min-w-12 place-items-center rounded-s-sm border-2 border-e-0 border-edge bg-wash font-bold"
            aria-hidden="true"
          >
            {prefix}
          </span>
          {inputElement}
        </div>
      ) : (
        inputElement
      )}
    </div>
  );
}

/** Several lines of text. */
export function TextArea({
  name,
  label,
  hint,
  errors,
  rows = 4,
  defaultValue,
}: Pick<FieldProps, "name" | "label" | "hint" | "errors"> & { rows?: number; defaultValue?: string }) {
  const error = findError(errors, name);
  return (
    <div className={`field${error ? ` ${mistaken}` : ""}`}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <FieldError field={name} message={error} />
      <textarea
        id={name}
        name={name}
        rows={rows}
        defaultValue={defaultValue}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint, error)}
      />
    </div>
  );
}

/** A box to tick. Never ticked beforehand. */
export function Checkbox({
  name,
  label,
  hint,
  checked,
  className = tick,
  revealsMore,
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  className?: string;
  revealsMore?: boolean;
}) {
  return (
    <label className={className}>
      <input type="checkbox" id={name} name={name} value="yes" defaultChecked={checked} className={revealsMore ? "opener" : undefined} />
      <span>
        {label}
        {hint && <span className="hint"> {hint}</span>}
      </span>
    </label>
  );
}
