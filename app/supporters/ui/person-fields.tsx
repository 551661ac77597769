import type { ReactNode } from "react";
import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";

type Fields = { input: { first?: string; last?: string; email?: string }; errors: FormError[] };

const fieldProps = { className: "max-w-88", spellCheck: false };

/** @param lastIsOptional said in the label; Gift Aid asks for it */
export function NameFields({ lastIsOptional = false, input, errors }: Fields & { lastIsOptional?: boolean }) {
  const shared = { ...fieldProps, errors };
  return (
    <>
      <Field name="first" label="First name" autoComplete="given-name" defaultValue={input.first} {...shared} />
      <Field
        name="last"
        label="Last name"
        hint={lastIsOptional ? "Optional, but Gift Aid needs it." : undefined}
        autoComplete="family-name"
        defaultValue={input.last}
        {...shared}
      />
    </>
  );
}

/** @param hint what the address is used for */
export function EmailField({ label = "Email address", hint, input, errors }: Fields & { label?: string; hint?: ReactNode }) {
  return (
    <Field
      name="email"
      type="email"
      label={label}
      hint={hint}
      autoComplete="email"
      defaultValue={input.email}
      errors={errors}
      {...fieldProps}
    />
  );
}
