import { entryKindLabels, ledgerAccountKeys, type LedgerAccountKey, type LedgerAccounts } from "~/accounts/books/ledger";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { factGrid } from "~/desk/ui/looks";

const labels: Record<LedgerAccountKey, string> = { ...entryKindLabels, stripe: "Money at Stripe", bank: "Money at the bank" };

type CodesFormProps = { input: LedgerAccounts; before: string; errors: FormError[]; mayChange: boolean };

/** What each account is called; whoever may not change them only reads them. */
export function CodesForm({ input, before, errors, mayChange }: CodesFormProps) {
  if (!mayChange)
    return (
      <dl className={factGrid}>
        {ledgerAccountKeys.map((key) => (
          <div key={key}>
            <dt>{labels[key]}</dt>
            <dd>
              {input[key].code}, {input[key].name}
            </dd>
          </div>
        ))}
      </dl>
    );
  return (
    <form method="post" action="/desk/accounts/codes" className="form" noValidate>
      <input type="hidden" name="before" value={before} />
      {ledgerAccountKeys.map((key) => (
        <fieldset key={key}>
          <legend>{labels[key]}</legend>
          <Field name={`code-${key}`} label="Code" defaultValue={input[key].code} errors={errors} />
          <Field name={`name-${key}`} label="Name" defaultValue={input[key].name} errors={errors} />
        </fieldset>
      ))}
      <Button>Save the accounts</Button>
    </form>
  );
}
