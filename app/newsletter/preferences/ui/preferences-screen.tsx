import { formatLondonDate } from "~/platform/london-dates";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { FieldError, findError } from "~/platform/ui/text-field";
import { useSite } from "~/platform/ui/site";
import { completedMessages, type CompletedAction } from "../preferences";
import type { Preferences } from "../show-preferences.server";
import type { FormError } from "~/platform/http/forms/form-fields";
import type { TopicPreferencesInput } from "~/newsletter/topic-form";
import { TopicFields } from "~/newsletter/ui/topic-fields";

type ScreenProps = {
  token: string;
  preferences: Preferences;
  done: CompletedAction | null;
  errors: FormError[];
  /** What was typed into the form that came back, and which of the page's forms it was. */
  input: TopicPreferencesInput | null;
  intent: string | null;
};

/** Everything that somebody may change about their emails, without signing in. */
export function PreferencesScreen(screen: ScreenProps) {
  const { preferences, done, errors } = screen;
  return (
    <>
      <ErrorSummary errors={errors} />
      {done && (
        <Note role="status" tabIndex={-1} {...{ autofocus: "" }}>
          <h2>{completedMessages[done].title}</h2>
          <p>{completedMessages[done].message}</p>
        </Note>
      )}
      <h1>Your emails</h1>
      {preferences.isActive ? <ActivePreferences {...screen} /> : <UnsubscribedActions {...screen} />}
      <YourData {...screen} />
    </>
  );
}

function ActivePreferences({ token, preferences, errors, input, intent }: ScreenProps) {
  const { email, topics, emailFrequency, pausedUntil, isSuppressed } = preferences;
  const here = `/newsletter/preferences/${token}`;
  const values = intent === "choose" && input ? input : { email: "", topics, emailFrequency };
  return (
    <>
      <p className="lead">
        They go to <bdi>{email}</bdi>.
      </p>
      {isSuppressed && <SuppressedNotice />}
      <form method="post" action={here} className="form" noValidate>
        <TopicFields input={values} errors={errors} />
        <p>
          <Button look="give" name="do" value="choose">
            Save
          </Button>
        </p>
      </form>

      <h2>Pause emails</h2>
      <form method="post" action={here} className="stack">
        <p>
          {pausedUntil
            ? `We send nothing until ${formatLondonDate(pausedUntil)}. After that the emails start again automatically.`
            : "We send nothing for three months. After that the emails start again automatically."}
        </p>
        <p>
          <Button name="do" value={pausedUntil ? "resume" : "pause"}>
            {pausedUntil ? "Start them again now" : "Pause for three months"}
          </Button>
        </p>
      </form>

      <h2>Stop</h2>
      <form method="post" action={here} className="stack">
        <p>No more emails. You still get receipts for your donations.</p>
        <p>
          <Button name="do" value="leave">
            Unsubscribe
          </Button>
        </p>
        <p>No more emails, and no asking for donations by email. We’ll never add you again unless you ask.</p>
        <p>
          <Button name="do" value="leave-everything">
            Unsubscribe from everything
          </Button>
        </p>
      </form>
    </>
  );
}

/** Emails came back or were marked as spam, or a preference service spoke for the person: what is chosen here does not count. */
function SuppressedNotice() {
  const { charity } = useSite();
  return (
    <Note>
      <p>
        <strong>Nothing is sent there at present:</strong> emails came back. If that is fixed, write to{" "}
        <a href={`mailto:${charity.email}`}>{charity.email}</a>.
      </p>
    </Note>
  );
}

function UnsubscribedActions({ token, preferences, done }: ScreenProps) {
  return (
    <>
      <p className="lead">
        None go to <bdi>{preferences.email}</bdi>: they were stopped.
      </p>
      <p>
        If you would like them again, <a href="/newsletter">sign up again</a>.
      </p>
      {done !== "left-everything" && (
        <form method="post" action={`/newsletter/preferences/${token}`} className="stack">
          <p>You can also ask us never to add this address again unless you ask.</p>
          <p>
            <Button name="do" value="leave-everything">
              Unsubscribe from everything
            </Button>
          </p>
        </form>
      )}
    </>
  );
}

/** A newsletter may have been passed on with its link, so the link alone shows and changes nothing of this. */
function YourData({ token, errors }: ScreenProps) {
  return (
    <>
      <h2>Move, download or delete</h2>
      <form method="post" action={`/newsletter/preferences/${token}`} className="stack">
        <p>
          To have emails sent to another address, download what we hold about you, or delete it, we first send a link to your email address.
          It works once, for an hour.
        </p>
        <FieldError field="data-link" message={findError(errors, "data-link")} />
        <p>
          <Button id="data-link" name="do" value="data-link">
            Email me a link
          </Button>
        </p>
      </form>
    </>
  );
}
