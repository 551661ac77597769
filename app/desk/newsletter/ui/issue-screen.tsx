import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import type { IssueState } from "~/newsletter/issues/issue";
import type { TypedIssue } from "~/newsletter/issues/issue-form";
import { IssueFields } from "./issue-fields";

export type DeskIssue = {
  id: string;
  slug: string;
  state: IssueState;
  /** The state in words. */
  words: string;
  version: number;
  typed: TypedIssue;
  /** What can't be sent as it is written. */
  writing: string[];
  audience: number;
  counts: Record<string, number>;
  sendAt: string | null;
  sentAt: string | null;
  mayThaw: boolean;
  stoppedWhy: string | null;
  mistakes: FieldMistake[];
  notice: string | null;
  email: string;
};

/** One letter at the desk: how it stands, and all that can be done with it now. */
export function DeskIssueScreen(issue: DeskIssue) {
  const { id, state, typed, words, writing, audience, mistakes, notice, stoppedWhy } = issue;
  const isDraft = state === "draft";
  const isOpen = isDraft || state === "scheduled" || state === "overdue";
  return (
    <>
      <p>
        <a href="/desk/newsletter">All letters</a>
      </p>
      {!isDraft && <ErrorSummary mistakes={mistakes} />}
      {notice && (
        <div className="note" role="status">
          <p>{notice}</p>
        </div>
      )}
      <h1>{typed.subject || "A letter"}</h1>
      <dl className="summary">
        <Fact name="How it stands" value={words} />
        {issue.sendAt && <Fact name="Goes out on" value={issue.sendAt} />}
        {issue.sentAt && <Fact name="Sent on" value={issue.sentAt} />}
        <Fact name={isOpen ? "Would reach" : "For"} value={audience === 1 ? "1 person" : `${audience} people`} />
      </dl>
      {stoppedWhy && (
        <div className="note bad">
          <p>{stoppedWhy}</p>
        </div>
      )}
      {isOpen && writing.length > 0 && (
        <div className="note bad" id="writing">
          <p>
            <strong>This can’t be sent yet.</strong>
          </p>
          <ul className="bullets">
            {writing.map((mistake) => (
              <li key={mistake}>{mistake}</li>
            ))}
          </ul>
        </div>
      )}
      <p>
        <a href={`/desk/newsletter/${id}/preview`}>See it as it will arrive</a>: by day, by night, on a phone, and as text.
      </p>
      {issue.version > 1 && (
        <p>
          <a href={`/desk/newsletter/${id}/versions`}>What it said before</a>
        </p>
      )}
      {state === "sent" && <WhatBecame {...issue} />}
      {isDraft && <Edit {...issue} />}
      {isOpen && <TestAndSend {...issue} />}
      {state === "stopped" && <Stopped {...issue} />}
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
function WhatBecame({ counts, slug }: DeskIssue) {
  return (
    <>
      <h2>What became of it</h2>
      <dl className="summary">
        <Fact name="Accepted" value={counts["email.sent"] ?? 0} />
        <Fact name="Delivered" value={counts["email.delivered"] ?? 0} />
        <Fact name="Bounced" value={counts["email.bounced"] ?? 0} />
        <Fact name="Called spam" value={counts["email.complained"] ?? 0} />
      </dl>
      <p className="small quiet">Nobody is watched while they read: opened and followed links are not counted.</p>
      <p>
        <a href={`/newsletter/archive/${slug}`}>In the archive</a>
      </p>
    </>
  );
}

const Version = ({ version }: DeskIssue) => <input type="hidden" name="version" value={version} />;

function Edit(issue: DeskIssue) {
  return (
    <>
      <h2>The letter</h2>
      <form method="post" className="stack" noValidate>
        <Version {...issue} />
        <IssueFields typed={issue.typed} mistakes={issue.mistakes} />
        <button className="button" name="do" value="save">
          Keep these words
        </button>
      </form>
    </>
  );
}

function TestAndSend(issue: DeskIssue) {
  const { id, state, mistakes, writing, email } = issue;
  return (
    <>
      <h2>Try it</h2>
      <form method="post" className="stack" noValidate>
        <Field name="email" type="email" label="Send a test to" autoComplete="email" defaultValue={email} mistakes={mistakes} />
        <button className="button" name="do" value="test">
          Send a test
        </button>
      </form>
      <h2>Send it</h2>
      {writing.length === 0 ? (
        <p>
          <a className="button give" href={`/desk/newsletter/${id}/send`}>
            Go on to sending
          </a>
        </p>
      ) : (
        <p>
          <a href="#writing">Something has to be put right first.</a>
        </p>
      )}
      <form method="post" className="stack" noValidate>
        <Version {...issue} />
        <Field name="sendAt" type="datetime-local" label="Or let it go out by itself" hint="London time." mistakes={mistakes} />
        <button className="button" name="do" value="schedule">
          {state === "draft" ? "Schedule it" : "Choose this time"}
        </button>
      </form>
      {state === "draft" ? (
        <form method="post">
          <button className="button" name="do" value="remove">
            Remove this draft
          </button>
        </form>
      ) : (
        <form method="post">
          <button className="button" name="do" value="unschedule">
            Make it a draft again
          </button>
        </form>
      )}
    </>
  );
}

function Stopped({ mayThaw }: DeskIssue) {
  return (
    <>
      <form method="post">
        <button className="button give" name="do" value="resume">
          Compare again and send
        </button>
      </form>
      {mayThaw && (
        <form method="post">
          <button className="button" name="do" value="thaw">
            Make it a draft again
          </button>
        </form>
      )}
    </>
  );
}
