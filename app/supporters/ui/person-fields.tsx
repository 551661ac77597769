import type { ReactNode } from "react";
import type { FieldMistake } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";

type Fields = { typed: { first?: string; last?: string; email?: string }; mistakes: FieldMistake[] };

const field = { className: "chars-20", spellCheck: false };

export function NameFields({ typed, mistakes }: Fields) {
  const both = { ...field, mistakes };
  return (
    <>
      <Field name="first" label="First name" autoComplete="given-name" defaultValue={typed.first} {...both} />
      <Field name="last" label="Last name" autoComplete="family-name" defaultValue={typed.last} {...both} />
    </>
  );
}

/** @param hint what the address is used for */
export function EmailField({ label = "E-mail address", hint, typed, mistakes }: Fields & { label?: string; hint?: ReactNode }) {
  return (
    <Field
      name="email"
      type="email"
      label={label}
      hint={hint}
      autoComplete="email"
      defaultValue={typed.email}
      mistakes={mistakes}
      {...field}
    />
  );
}
