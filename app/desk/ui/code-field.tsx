import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";

/** Six digits of the app, or a recovery code. */
export function CodeField({ name, label, hint, errors }: { name: string; label: string; hint?: string; errors: FormError[] }) {
  return (
    <Field
      name={name}
      label={label}
      {...(hint !== undefined && { hint })}
      className="max-w-88"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      errors={errors}
    />
  );
}
