import { chosen, typed } from "~/platform/http/forms/form-fields";
import { stripControlCharacters, toSingleLine } from "~/platform/text";
import { emailFrequencies, topics, type EmailFrequency, type Topic } from "../subscription";

export type IssueForm = { topic: Topic; reach: EmailFrequency; subject: string; preview: string; body: string };
export type IssueFieldError = { field: keyof IssueForm; message: string };
export type IssueInput = Record<keyof IssueForm, string>;

const maxLengths = { subject: 78, preview: 150, body: 50_000 } as const;
/** The fields of an issue. */
export const issueFields = {
  topic: chosen,
  reach: chosen,
  subject: typed("subject", maxLengths.subject),
  preview: typed("preview text", maxLengths.preview),
  body: typed("issue", maxLengths.body),
} as const;

/** What was typed, whatever it is. */
export const issueInputFrom = (input: Partial<IssueInput>): IssueInput => ({
  topic: input.topic ?? "",
  reach: input.reach ?? "",
  subject: input.subject ?? "",
  preview: input.preview ?? "",
  body: input.body ?? "",
});

/** The texts of an issue as they are kept: what is pasted out of a PDF may hold characters that break feeds and pictures. */
export const cleanIssueText = ({ subject, preview, body }: Pick<IssueInput, "subject" | "preview" | "body">) => ({
  subject: toSingleLine(subject),
  preview: toSingleLine(preview),
  body: stripControlCharacters(body.replaceAll("\r\n", "\n")),
});

/** Reads the form of an issue. Drafts may be half-written; what can't be sent is said beside them. */
export function parseIssueForm(input: IssueInput): { form: IssueForm } | { errors: IssueFieldError[] } {
  const errors: IssueFieldError[] = [];
  const { subject, preview, body } = cleanIssueText(input);
  const topic = topics.find((each) => each === input.topic);
  const reach = emailFrequencies.find((each) => each === input.reach);
  if (!topic) errors.push({ field: "topic", message: "Choose what the issue is about" });
  if (!reach) errors.push({ field: "reach", message: "Choose who it goes to" });
  if (subject === "") errors.push({ field: "subject", message: "Enter a subject" });
  if (subject.length > maxLengths.subject)
    errors.push({ field: "subject", message: "The subject is too long: inboxes show about 60 characters, 78 is the most" });
  if (preview.length > maxLengths.preview) errors.push({ field: "preview", message: "The preview text can have at most 150 characters" });
  for (const field of ["subject", "preview"] as const) {
    if ({ subject, preview }[field].includes("{{{"))
      errors.push({ field, message: "Three braces in a row ({{{) can’t be sent. Write fewer" });
  }
  if (body.length > maxLengths.body) errors.push({ field: "body", message: "The issue is too long: 50,000 characters are the most" });
  if (errors.length > 0 || !topic || !reach) return { errors };
  return { form: { topic, reach, subject, preview, body } };
}
