import { PlainQuestion } from "~/platform/ui/radio-group";
import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { Field, TextArea } from "~/platform/ui/text-field";
import type { TypedIssue } from "~/newsletter/issues/issue-form";
import { rhythms, topicNames, topics, type Rhythm } from "~/newsletter/subscription";

const reachWords: Record<Rhythm, string> = {
  every: "Those who want every letter",
  monthly: "Also those who want one a month: this is it",
  quarterly: "Also those who want four a year: this is one",
};

/** What a letter to subscribers is made of, as a form. */
export function IssueFields({ typed, mistakes }: { typed: TypedIssue; mistakes: FieldMistake[] }) {
  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      <PlainQuestion
        name="topic"
        legend="What is it about?"
        options={topics.map((topic) => ({ value: topic, words: topicNames[topic] }))}
        chosen={typed.topic}
        mistakes={mistakes}
      />
      <PlainQuestion
        name="reach"
        legend="Whom does it reach?"
        options={rhythms.map((rhythm) => ({ value: rhythm, words: reachWords[rhythm] }))}
        chosen={typed.reach}
        mistakes={mistakes}
      />
      <Field
        name="subject"
        label="Subject"
        hint="About 60 letters are shown."
        defaultValue={typed.subject}
        maxLength={200}
        mistakes={mistakes}
      />
      <Field
        name="preview"
        label="The line beside it"
        hint="Inboxes show it after the subject."
        defaultValue={typed.preview}
        maxLength={300}
        mistakes={mistakes}
      />
      <TextArea name="body" label="The letter" rows={18} defaultValue={typed.body} mistakes={mistakes} />
      <details>
        <summary>How to write headings, links, pictures and buttons</summary>
        <dl className="summary">
          {help.map(([what, how]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                <code>{how}</code>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

const help = [
  ["Heading", "## What the money does"],
  ["Bold, italic", "**words** and *words*"],
  ["Link", "[the rooms](/sponsor)"],
  ["List", "- one line for each"],
  ["Button", "[button: See the rooms](/sponsor)"],
  ["Picture", "![what it shows](picture:…)"],
  ["House of windows", "{{house}}"],
  ["Quotation", "> what somebody said"],
] as const;
