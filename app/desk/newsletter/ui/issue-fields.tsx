import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Field, TextArea } from "~/platform/ui/text-field";
import type { IssueInput } from "~/newsletter/issues/issue-form";
import { emailFrequencies, topicNames, topics, type EmailFrequency } from "~/newsletter/subscription";
import { WritingTools } from "./writing-tools";

const reachLabels: Record<EmailFrequency, string> = {
  every: "Those who want every issue",
  monthly: "Everyone who wants this topic at least monthly",
  quarterly: "Also those who want four a year: this is one",
};

/** What an issue is made of, as a form. */
export function IssueFields({ input, errors }: { input: IssueInput; errors: FormError[] }) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <CompactRadioGroup
        name="topic"
        legend="What is it about?"
        options={topics.map((topic) => ({ value: topic, label: topicNames[topic] }))}
        selected={input.topic}
        errors={errors}
      />
      <CompactRadioGroup
        name="reach"
        legend="Send to"
        options={emailFrequencies.map((frequency) => ({ value: frequency, label: reachLabels[frequency] }))}
        selected={input.reach}
        errors={errors}
      />
      <Field
        name="subject"
        label="Subject"
        hint="About 60 characters are shown."
        defaultValue={input.subject}
        maxLength={200}
        errors={errors}
      />
      <Field
        name="preview"
        label="Preview text"
        hint="Inboxes show it after the subject."
        defaultValue={input.preview}
        maxLength={300}
        errors={errors}
      />
      <WritingTools />
      <TextArea name="body" label="The issue" rows={18} defaultValue={input.body} errors={errors} />
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
