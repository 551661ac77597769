import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import type { IssueInput } from "~/newsletter/issues/issue-form";
import { emailFrequencies, topicNames, topics, type EmailFrequency } from "~/newsletter/subscription";
import { BodyField } from "./body-field";

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
      <BodyField label="The issue" value={input.body} errors={errors} />
    </>
  );
}
