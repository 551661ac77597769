import { formatPeople } from "~/platform/number-words";
import { useMay } from "~/desk/ui/desk-context";
import { Button, ButtonLink } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Field } from "~/platform/ui/text-field";
import type { IssueState } from "~/newsletter/issues/issue";
import type { IssueInput } from "~/newsletter/issues/issue-form";
import { IssueEditor } from "./issue-editor";
import { Summary } from "~/platform/ui/summary-list";

export type IssueScreenProps = {
  id: string;
  slug: string;
  state: IssueState;
  /** The state in words. */
  stateLabel: string;
  version: number;
  input: IssueInput;
  /** What can't be sent as it is written. */
  contentErrors: string[];
  audience: number;
  counts: Record<string, number>;
  sendAt: string | null;
  sentAt: string | null;
  mayThaw: boolean;
  stoppedWhy: string | null;
  errors: FormError[];
  notice: string | null;
  email: string;
};

/** One issue at the desk: how it stands, and all that can be done with it now. */
export function IssueScreen(issue: IssueScreenProps) {
  const { id, state, input, stateLabel, contentErrors, audience, errors, notice, stoppedWhy } = issue;
  const mayChange = useMay("desk/newsletter/:id", "post");
  const isDraft = state === "draft";
  const isOpen = isDraft || state === "scheduled" || state === "overdue";
  return (
    <>
      <p>
        <a href="/desk/newsletter">Issues and articles</a>
      </p>
      {!isDraft && <ErrorSummary errors={errors} />}
      {notice && (
        <Note role="status">
          <p>{notice}</p>
        </Note>
      )}
      <h1>{input.subject || "An issue"}</h1>
      <Summary>
        <Fact name="How it stands" value={stateLabel} />
        {issue.sendAt && <Fact name="Goes out on" value={issue.sendAt} />}
        {issue.sentAt && <Fact name="Sent on" value={issue.sentAt} />}
        <Fact name={isOpen ? "Would reach" : "For"} value={formatPeople(audience)} />
      </Summary>
      {stoppedWhy && (
        <Note look="danger">
          <p>{stoppedWhy}</p>
        </Note>
      )}
      {isOpen && contentErrors.length > 0 && (
        <Note look="danger" id="writing">
          <p>
            <strong>This can’t be sent yet.</strong>
          </p>
          <ul>
            {contentErrors.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </Note>
      )}
      <p>
        <a href={`/desk/newsletter/${id}/preview`}>See it as it will arrive</a>: in light and dark mode, on a phone, and as text.
      </p>
      {issue.version > 1 && (
        <p>
          <a href={`/desk/newsletter/${id}/versions`}>What it said before</a>
        </p>
      )}
      {state === "sent" && <DeliveryCounts {...issue} />}
      {isDraft && mayChange && <EditForm {...issue} />}
      {isOpen && mayChange && <TestAndSend {...issue} />}
      {state === "stopped" && mayChange && <StoppedActions {...issue} />}
    </>
  );
}

const Fact = ({ name, value }: { name: string; value: string | number }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num">{value}</dd>
  </div>
);

/** Counts only: nobody is watched while they read. */
function DeliveryCounts({ counts, slug }: IssueScreenProps) {
  return (
    <>
      <h2>Results</h2>
      <Summary>
        <Fact name="Accepted" value={counts["email.sent"] ?? 0} />
        <Fact name="Delivered" value={counts["email.delivered"] ?? 0} />
        <Fact name="Bounced" value={counts["email.bounced"] ?? 0} />
        <Fact name="Called spam" value={counts["email.complained"] ?? 0} />
      </Summary>
      <p className="text-sm quiet">Nobody is watched while they read: opened and followed links are not counted.</p>
      <p>
        <a href={`/news/${slug}`}>On the site</a>
      </p>
    </>
  );
}

const VersionInput = ({ version }: IssueScreenProps) => <input type="hidden" name="version" value={version} />;

function EditForm(issue: IssueScreenProps) {
  return (
    <>
      <h2>The issue</h2>
      <IssueEditor input={issue.input} errors={issue.errors}>
        <VersionInput {...issue} />
        <Button name="do" value="save">
          Save
        </Button>
      </IssueEditor>
    </>
  );
}

function TestAndSend(issue: IssueScreenProps) {
  const { id, state, errors, contentErrors, email } = issue;
  return (
    <>
      <h2>Try it</h2>
      <form method="post" className="stack" noValidate>
        <Field name="email" type="email" label="Send a test to" autoComplete="email" defaultValue={email} errors={errors} />
        <Button name="do" value="test">
          Send a test
        </Button>
      </form>
      <h2>Send it</h2>
      {contentErrors.length === 0 ? (
        <p>
          <ButtonLink look="give" href={`/desk/newsletter/${id}/send`}>
            Go on to sending
          </ButtonLink>
        </p>
      ) : (
        <p>
          <a href="#writing">Something has to be fixed first.</a>
        </p>
      )}
      <form method="post" className="stack" noValidate>
        <VersionInput {...issue} />
        <Field name="sendAt" type="datetime-local" label="Or schedule it" hint="London time." errors={errors} />
        <Button name="do" value="schedule">
          {state === "draft" ? "Schedule it" : "Choose this time"}
        </Button>
      </form>
      {state === "draft" ? (
        <form method="post">
          <Button name="do" value="remove">
            Remove this draft
          </Button>
        </form>
      ) : (
        <form method="post">
          <Button name="do" value="unschedule">
            Make it a draft again
          </Button>
        </form>
      )}
    </>
  );
}

function StoppedActions({ mayThaw }: IssueScreenProps) {
  return (
    <>
      <form method="post">
        <Button look="give" name="do" value="resume">
          Compare again and send
        </Button>
      </form>
      {mayThaw && (
        <form method="post">
          <Button name="do" value="thaw">
            Make it a draft again
          </Button>
        </form>
      )}
    </>
  );
}
