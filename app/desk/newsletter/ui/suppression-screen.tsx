import type { ReactNode } from "react";
import { PlainQuestion } from "~/platform/ui/radio-group";
import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { askedWays, askedWords, type TypedLift } from "~/newsletter/suppressions/unsuppress-form";
import type { AddressForDesk } from "./suppression-view";

type Props = { email: string; found: AddressForDesk | null; mistakes: FieldMistake[]; notice: string | null; lift: TypedLift };

/** One address: whether letters go there, why not, and what staff can do about it. */
export function DeskAddressScreen(props: Props) {
  const { email, found, mistakes, notice } = props;
  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      {notice && (
        <div className="note" role="status">
          <p>{notice}</p>
        </div>
      )}
      <h1>{found ? headingOf(found) : "One address"}</h1>
      {found ? (
        <Found {...props} found={found} />
      ) : (
        <p>See whether letters go to somebody, and since when. Stop them, or open the door again.</p>
      )}
      {found && <h2>Look up another</h2>}
      <form method="post" className="stack" noValidate>
        <Field
          name="email"
          type="email"
          label="E-mail address"
          autoComplete="off"
          spellCheck={false}
          defaultValue={found ? "" : email}
          mistakes={found ? [] : mistakes}
        />
        <button className={found ? "button" : "button give"} name="do" value="look">
          Look it up
        </button>
      </form>
    </>
  );
}

function headingOf({ reasons, state, isBeingErased, history }: AddressForDesk): string {
  if (isBeingErased) return "This address is being forgotten";
  if (reasons.length > 0) return "No newsletter goes to this address";
  if (state === "subscribed") return "This address has the newsletter";
  if (state === "left") return "This address left the newsletter";
  return history.length > 0 ? "This address does not have the newsletter" : "This address is not known here";
}

const Address = ({ email }: { email: string }) => <input type="hidden" name="email" value={email} />;

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Found(props: Props & { found: AddressForDesk }) {
  const { email, found } = props;
  return (
    <>
      <dl className="summary">
        <Fact name="Address">{email}</Fact>
        <Fact name="Newsletter">{found.subscription ?? "None"}</Fact>
        {found.waitingSince && <Fact name="Waiting">A letter of {found.waitingSince} asks them to confirm</Fact>}
        <Fact name="Stopped because">
          {found.reasons.length === 0
            ? "Not stopped"
            : found.reasons.map(({ reason, words, since }) => (
                <span className="block" key={reason}>
                  {words}. <span className="quiet">Since {since}</span>
                </span>
              ))}
        </Fact>
      </dl>
      {found.reasons.length > 0 && <p className="small quiet">Receipts, and letters about a gift or a plan, still go there.</p>}
      {found.reasons.length > 0 ? <OpenAgain {...props} /> : <Stop {...props} />}
      <History {...found} />
    </>
  );
}

const stops = [
  { value: "left", words: "The person told us", hint: "By telephone, by letter, or face to face." },
  { value: "fps", words: "The Fundraising Preference Service told us", hint: "Its requests have to be followed." },
];

function Stop({ email, mistakes }: Props) {
  return (
    <>
      <h2>Stop all letters</h2>
      <form method="post" className="stack" noValidate>
        <Address email={email} />
        <PlainQuestion name="reason" legend="Who told us?" options={stops} mistakes={mistakes} />
        <button className="button" name="do" value="suppress">
          Send no newsletter there again
        </button>
      </form>
    </>
  );
}

/** What can be lifted, and how; or why it can't be. */
function OpenAgain(props: Props & { found: AddressForDesk }) {
  const { found } = props;
  if (found.isBeingErased) return <p>Nothing can be changed until that is done. It takes some minutes.</p>;
  return (
    <>
      <h2>If they want letters again</h2>
      {found.mayLift ? (
        <LiftForm {...props} />
      ) : (
        <p>They can sign up again by themselves, on the newsletter’s page. Nobody else can do it for them.</p>
      )}
    </>
  );
}

function LiftForm({ email, found, mistakes, lift }: Props & { found: AddressForDesk }) {
  return (
    <>
      <p>
        {found.goesOnAfterLift
          ? "Once they have asked, and the mailbox works again, letters go there as before."
          : "They said no, and only they can change that. Once they have asked us, open the door here: then they can sign up again by themselves, and no list can do it for them."}
      </p>
      <form method="post" className="stack" noValidate>
        <Address email={email} />
        <PlainQuestion
          name="asked"
          legend="How did they ask?"
          options={askedWays.map((way) => ({ value: way, words: askedWords[way] }))}
          chosen={lift.asked}
          mistakes={mistakes}
        />
        <Field name="askedOn" type="date" label="On which day?" className="chars-20" defaultValue={lift.askedOn} mistakes={mistakes} />
        <Field
          name="words"
          label="What did they say?"
          hint="In a few words, without names: this is kept for ever."
          defaultValue={lift.words}
          maxLength={200}
          mistakes={mistakes}
        />
        <button className="button" name="do" value="lift">
          {found.goesOnAfterLift ? "Let letters go there again" : "Open the door again"}
        </button>
      </form>
    </>
  );
}

function History({ history }: AddressForDesk) {
  if (history.length === 0) return null;
  return (
    <>
      <h2>What was agreed to, and taken back</h2>
      <ul className="stack">
        {history.map(({ when, words, detail }) => (
          <li key={`${when} ${words}`}>
            {words}
            <span className="block small quiet">
              {when}
              {detail && `. ${detail}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
