import { Button, TextButton } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field, FieldError, findError } from "~/platform/ui/text-field";
import type { AccountInput } from "../account/account-forms.server";
import type { AccountPage } from "../account/account-page.server";
import { eventLines } from "~/desk/ui/looks";

type AccountPartsProps = { person: AccountPage; formId: string; input: AccountInput; errors: FormError[] };

/** Each thing that a supporter could do on their own pages, with its button. */
export function AccountParts({ person, formId, input, errors }: AccountPartsProps) {
  return (
    <div className="stack">
      <EmailPart person={person} formId={formId} input={input} errors={errors} />
      <h2>Signed in</h2>
      <p>{person.sessions === 0 ? "They are signed in nowhere." : `They are signed in, in browsers: ${person.sessions}.`}</p>
      <form method="post">
        <Button name="do" value="sign-out">
          Sign them out everywhere
        </Button>
      </form>
      <StatementPart person={person} formId={formId} errors={errors} />
      {person.unconfirmed.length > 0 && (
        <>
          <h2 id="gifts">Donations that may be theirs</h2>
          <FieldError field="gifts" message={findError(errors, "gifts")} />
          <p>They came by forms that were sent without signing in. Gift Aid covers them once they say that these are theirs.</p>
          <ul className={eventLines}>
            {person.unconfirmed.map(({ id, text }) => (
              <li key={id}>
                <span>{text}</span>
                <form method="post">
                  <TextButton name="do" value={`confirm-gift:${id}`}>
                    They say it is theirs<span className="sr-only">: {text}</span>
                  </TextButton>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Their data</h2>
      <p>Everything that we hold about them, as one file, for a request under data protection law. Send it only to them.</p>
      <form method="post" action={`/desk/people/${person.id}/data`}>
        <Button>Download everything (JSON)</Button>
      </form>
    </div>
  );
}

function EmailPart({ person, formId, input, errors }: AccountPartsProps) {
  return (
    <>
      <h2>Email address</h2>
      <p>
        {person.email ?? "There is none."}
        {person.pendingTo && (
          <>
            {" "}
            A change to <strong>{person.pendingTo}</strong> waits for its confirmation.
          </>
        )}
      </p>
      {person.email && (
        <form method="post" className="form" noValidate>
          <input type="hidden" name="formId" value={formId} />
          <Field
            name="email"
            type="email"
            label="New email address"
            hint="It changes once the new address confirms. The old one is told, and can cancel the change."
            autoComplete="off"
            spellCheck={false}
            defaultValue={input.email}
            errors={errors}
          />
          <Button name="do" value="email">
            Ask the new address
          </Button>
        </form>
      )}
    </>
  );
}

function StatementPart({ person, formId, errors }: Pick<AccountPartsProps, "person" | "formId" | "errors">) {
  return (
    <>
      <h2 id="statements">Statements</h2>
      <FieldError field="statements" message={findError(errors, "statements")} />
      {person.statements.length === 0 && <p>Nothing was given yet.</p>}
      <ul className={eventLines}>
        {person.statements.map(({ year, period, text }) => (
          <li key={year}>
            <span>
              {period}: {text}.
            </span>{" "}
            <a href={`/desk/people/${person.id}/statements/${year}.pdf`}>
              PDF<span className="sr-only"> of {period}</span>
            </a>
            {person.email && (
              <form method="post">
                <input type="hidden" name="formId" value={formId} />
                <TextButton name="do" value={`statement:${year}`}>
                  Send it to them<span className="sr-only">: {period}</span>
                </TextButton>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
