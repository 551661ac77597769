import type { ReactNode } from "react";
import { Note } from "~/platform/ui/note";
import { Button } from "~/platform/ui/button";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { requestChannels, requestChannelLabels, type UnsuppressInput } from "~/newsletter/suppressions/unsuppress-form";
import type { SuppressionView } from "./suppression-view";
import { Summary } from "~/platform/ui/summary-list";

type Props = { email: string; found: SuppressionView | null; errors: FormError[]; notice: string | null; lift: UnsuppressInput };

/** One address: whether emails go there, why not, and what staff can do about it. */
export function SuppressionScreen(props: Props) {
  const { email, found, errors, notice } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      {notice && (
        <Note role="status">
          <p>{notice}</p>
        </Note>
      )}
      <h1>{found ? headingOf(found) : "Look up a subscriber"}</h1>
      {found ? (
        <Found {...props} found={found} />
      ) : (
        <p>See whether emails go to somebody, and since when. Stop them, or allow them again.</p>
      )}
      {found && <h2>Look up another</h2>}
      <form method="post" className="stack" noValidate>
        <Field
          name="email"
          type="email"
          label="Email address"
          autoComplete="off"
          spellCheck={false}
          defaultValue={found ? "" : email}
          errors={found ? [] : errors}
        />
        <Button look={found ? "plain" : "give"} name="do" value="look">
          Look it up
        </Button>
      </form>
    </>
  );
}

function headingOf({ reasons, state, isBeingErased, history }: SuppressionView): string {
  if (isBeingErased) return "This address is being forgotten";
  if (reasons.length > 0) return "No newsletter goes to this address";
  if (state === "subscribed") return "This address has the newsletter";
  if (state === "unsubscribed") return "This address left the newsletter";
  return history.length > 0 ? "This address does not have the newsletter" : "This address is not known here";
}

const HiddenEmail = ({ email }: { email: string }) => <input type="hidden" name="email" value={email} />;

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Found(props: Props & { found: SuppressionView }) {
  const { email, found } = props;
  return (
    <>
      <Summary>
        <Fact name="Address">{email}</Fact>
        <Fact name="Newsletter">{found.subscription ?? "None"}</Fact>
        {found.waitingSince && <Fact name="Waiting">An email of {found.waitingSince} asks them to confirm</Fact>}
        <Fact name="Stopped because">
          {found.reasons.length === 0
            ? "Not stopped"
            : found.reasons.map(({ reason, text, since }) => (
                <span className="block" key={reason}>
                  {text}. <span className="quiet">Since {since}</span>
                </span>
              ))}
        </Fact>
      </Summary>
      {found.reasons.length > 0 && <p className="text-sm quiet">Receipts, and emails about a donation or a sponsorship, still go there.</p>}
      {found.reasons.length > 0 ? <Unsuppress {...props} /> : <SuppressForm {...props} />}
      <History {...found} />
    </>
  );
}

const stopReasons = [
  { value: "unsubscribed", label: "The person told us", hint: "By phone, by post, or face to face." },
  { value: "fps", label: "The Fundraising Preference Service told us", hint: "Its requests have to be followed." },
];

function SuppressForm({ email, errors }: Props) {
  return (
    <>
      <h2>Stop all emails</h2>
      <form method="post" className="stack" noValidate>
        <HiddenEmail email={email} />
        <CompactRadioGroup name="reason" legend="Who told us?" options={stopReasons} errors={errors} />
        <Button name="do" value="suppress">
          Send no newsletter there again
        </Button>
      </form>
    </>
  );
}

/** What can be lifted, and how; or why it can't be. */
function Unsuppress(props: Props & { found: SuppressionView }) {
  const { found } = props;
  if (found.isBeingErased) return <p>Nothing can be changed until that is done. It takes some minutes.</p>;
  return (
    <>
      <h2>If they want emails again</h2>
      {found.canUnsuppress ? (
        <UnsuppressForm {...props} />
      ) : (
        <p>They can sign up again by themselves, on the newsletter’s page. Nobody else can do it for them.</p>
      )}
    </>
  );
}

function UnsuppressForm({ email, found, errors, lift }: Props & { found: SuppressionView }) {
  return (
    <>
      <p>
        {found.resumesAfterUnsuppress
          ? "Once they have asked, and the mailbox works again, emails go there as before."
          : "They said no, and only they can change that. Once they have asked us, allow it here: then they can sign up again by themselves, and no list can do it for them."}
      </p>
      <form method="post" className="stack" noValidate>
        <HiddenEmail email={email} />
        <CompactRadioGroup
          name="channel"
          legend="How did they ask?"
          options={requestChannels.map((channel) => ({ value: channel, label: requestChannelLabels[channel] }))}
          selected={lift.channel}
          errors={errors}
        />
        <Field name="requestedOn" type="date" label="On which day?" className="max-w-88" defaultValue={lift.requestedOn} errors={errors} />
        <Field
          name="statement"
          label="What did they say?"
          hint="In a few words, without names: this stays on record for ever."
          defaultValue={lift.statement}
          maxLength={200}
          errors={errors}
        />
        <Button name="do" value="lift">
          {found.resumesAfterUnsuppress ? "Let emails go there again" : "Let them sign up again"}
        </Button>
      </form>
    </>
  );
}

function History({ history }: SuppressionView) {
  if (history.length === 0) return null;
  return (
    <>
      <h2>What was agreed to, and taken back</h2>
      <ul className="stack">
        {history.map(({ when, text, detail }) => (
          <li key={`${when} ${text}`}>
            {text}
            <span className="block text-sm quiet">
              {when}
              {detail && `. ${detail}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
