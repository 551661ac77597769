import type { ReactElement } from "react";
import type { EmailTemplate } from "emails/email-template";

/** The email with every word of its props replaced; addresses, colours and choices stay. */
export function withReplacedText<Props>(email: EmailTemplate<Props>, words: string): ReactElement {
  const choices =
    /^(https?:\/\/|#[0-9a-f]{6}$|by card$|by Direct Debit$|won$|lost$|claimed$|unclaimed$|old$|new$|declared$|cancelled$|join$|move$|year$|pause$)/;
  const change = (value: unknown): unknown => {
    if (typeof value === "string") return choices.test(value) ? value : words;
    if (Array.isArray(value)) return value.map(change);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
    return value;
  };
  const [props] = Object.values(email.samples);
  return email.Body(change(props) as Props);
}
