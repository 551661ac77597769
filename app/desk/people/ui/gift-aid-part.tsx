import { supporterScopeLabels, supporterScopes } from "~/giving/gift-aid/declaration-wording";
import { offlineWayLabels, offlineWays } from "~/giving/gift-aid/offline-declaration";
import { HomeAddressFields } from "~/giving/gift-aid/ui/home-address-fields";
import { Button, TextButton } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, Field, FieldError, findError } from "~/platform/ui/text-field";
import type { PersonInput } from "../person-forms.server";
import type { PersonPage } from "../person-page.server";
import { eventLines } from "~/desk/ui/looks";

type GiftAidPartProps = {
  person: PersonPage;
  wording: string;
  mayAct: boolean;
  /** What was typed into the form for a new home, and into that for a declaration. */
  home: PersonInput | null;
  declaration: PersonInput | null;
  errors: FormError[];
};

/** A person's declarations, with what staff can do about them: correct the home, cancel, or record one that came on paper or by phone. */
export function GiftAidPart({ person, wording, mayAct, home, declaration, errors }: GiftAidPartProps) {
  const { declarations } = person;
  return (
    <>
      <h2 id="gift-aid">Gift Aid</h2>
      {declarations.length === 0 && <p>No declaration.</p>}
      <ul className={eventLines}>
        {declarations.map(({ id, isActive, text, letterHref }) => (
          <li key={id}>
            <span>
              {text} <a href={letterHref}>The confirmation as a letter</a>
            </span>
            {mayAct && isActive && (
              <form method="post">
                <TextButton name="do" value={`cancel-declaration:${id}`}>
                  Cancel it for what they give from now on
                </TextButton>
              </form>
            )}
          </li>
        ))}
      </ul>
      {mayAct && person.home && <HomeForm person={person} saved={person.home} input={home} errors={errors} />}
      {mayAct && !person.home && <DeclareForm person={person} wording={wording} input={declaration ?? {}} errors={errors} />}
    </>
  );
}

type HomeFormProps = { person: PersonPage; saved: NonNullable<PersonPage["home"]>; input: PersonInput | null; errors: FormError[] };

function HomeForm({ person, saved, input, errors }: HomeFormProps) {
  const savedInput = { house: saved.house, postcode: saved.postcode ?? "", overseas: saved.postcode === null ? "yes" : "" };
  return (
    <form method="post" className="form" noValidate>
      <h3>They moved</h3>
      <input type="hidden" name="version" value={person.version} />
      <HomeAddressFields input={input ?? savedInput} errors={errors} typedByStaff />
      <p className="hint">Claims from now on say the new home. The declaration stands.</p>
      <Button name="do" value="home">
        Save home
      </Button>
    </form>
  );
}

type DeclareFormProps = { person: PersonPage; wording: string; input: PersonInput; errors: FormError[] };

function DeclareForm({ person: { name, email }, wording, input, errors }: DeclareFormProps) {
  return (
    <details open={input.do !== undefined}>
      <summary>Record a declaration that came on paper or by phone</summary>
      <form method="post" className="form" noValidate>
        <p>
          For <strong>{name}</strong>. Not the name that they said? Correct it first.
        </p>
        <CompactRadioGroup
          name="via"
          legend="How they told us"
          options={offlineWays.map((way) => ({ value: way, label: offlineWayLabels[way] }))}
          {...(input.via !== undefined && { selected: input.via })}
          errors={errors}
        />
        <Field
          name="declaredOn"
          label="The day on which they declared it"
          hint="Such as 27/3/2026: the day on the form, or of the call."
          defaultValue={input.declaredOn}
          errors={errors}
        />
        <CompactRadioGroup
          name="scope"
          legend="Which donations"
          options={supporterScopes.map((scope) => ({ value: scope, label: supporterScopeLabels[scope] }))}
          {...(input.scope !== undefined && { selected: input.scope })}
          errors={errors}
        />
        <HomeAddressFields input={input} errors={errors} typedByStaff />
        <FieldError field="agreed" message={findError(errors, "agreed")} />
        <Checkbox
          name="agreed"
          checked={input.agreed === "yes"}
          label={
            <>
              They agreed to these words: <q>{wording}</q>
            </>
          }
        />
        <p className="hint">
          {email === null
            ? "They have no email address: print the written confirmation afterwards and post it, as the rules ask for it."
            : "The written confirmation goes to them by email."}
        </p>
        <Button name="do" value="declare">
          Record the declaration
        </Button>
      </form>
    </details>
  );
}
