import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field, TextArea } from "~/platform/ui/text-field";
import { NameFields } from "~/supporters/ui/person-fields";
import type { PersonInput } from "../person-forms.server";
import type { PersonPage } from "../person-page.server";
import { eventLines, factGrid, buttonRow } from "~/desk/ui/looks";

/** Who it is, and what they give. */
export function PersonFacts({ person }: { person: PersonPage }) {
  return (
    <dl className={factGrid}>
      <div>
        <dt>Email</dt>
        <dd>{person.email ?? "no address"}</dd>
      </div>
      {person.otherEmails.length > 0 && (
        <div>
          <dt>Also known as</dt>
          <dd>{person.otherEmails.join(", ")}</dd>
        </div>
      )}
      <div>
        <dt>Known since</dt>
        <dd>{person.since}</dd>
      </div>
      <div>
        <dt>Given</dt>
        <dd>
          <a href={`/desk/gifts?supporter=${person.id}`}>{person.given}</a>, less what went back
        </dd>
      </div>
      {person.plans.map(({ href, text }) => (
        <div key={href}>
          <dt>Sponsorship</dt>
          <dd>
            <a href={href}>{text}</a>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Tasks about this person that are not done. */
export function TaskList({ tasks, mayWrite }: { tasks: PersonPage["tasks"]; mayWrite: boolean }) {
  if (tasks.length === 0) return null;
  return (
    <>
      <h2 id="tasks">To do</h2>
      <ul className={eventLines}>
        {tasks.map(({ id, text, due, writtenBy }) => (
          <li key={id} className={buttonRow}>
            <span>
              <strong>{due}:</strong> {text} <span className="quiet">({writtenBy})</span>
            </span>
            {mayWrite && (
              <form method="post">
                <Button name="do" value={`task-done:${id}`}>
                  Done<span className="sr-only">: {text.slice(0, 60)}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

type FormProps = { input: PersonInput | null; errors: FormError[] };

export function NoteForm({ formId, input, errors }: FormProps & { formId: string }) {
  return (
    <>
      <h2>Note or task</h2>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="formId" value={formId} />
        <TextArea name="text" label="What to note" rows={3} defaultValue={input?.text} hint="They can ask to read it." errors={errors} />
        <Field
          name="dueOn"
          label="Do it by (optional)"
          hint="Such as 4/1/2027. It then shows on the overview when its day comes."
          defaultValue={input?.dueOn}
          errors={errors}
        />
        <Button name="do" value="note">
          Save note
        </Button>
      </form>
    </>
  );
}

export function NameForm({ person, input, errors }: FormProps & { person: PersonPage }) {
  return (
    <>
      <h2>Name</h2>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="version" value={person.version} />
        <NameFields input={{ first: input?.first ?? person.firstName, last: input?.last ?? person.lastName }} errors={errors} />
        <p className="hint">Donations that were made keep their name. Gift Aid and sponsorships go on with the new one.</p>
        <Button name="do" value="name">
          Save name
        </Button>
      </form>
    </>
  );
}
