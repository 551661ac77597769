import { rhythms, topics, type Rhythm, type Topic } from "../subscription";

export type IssueForm = { topic: Topic; reach: Rhythm; subject: string; preview: string; body: string };
export type IssueMistake = { field: keyof IssueForm; words: string };
export type TypedIssue = Record<keyof IssueForm, string>;

/** What was typed, whatever it is. */
export function typedIssue(form: FormData): TypedIssue {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return { topic: text("topic"), reach: text("reach"), subject: text("subject"), preview: text("preview"), body: text("body") };
}

/** Reads the form of an issue. Drafts may be half-written; what can't be sent is said beside them. */
export function readIssueForm(typed: TypedIssue): { form: IssueForm } | { mistakes: IssueMistake[] } {
  const mistakes: IssueMistake[] = [];
  const subject = typed.subject.replace(/\s+/g, " ").trim();
  const preview = typed.preview.replace(/\s+/g, " ").trim();
  const topic = topics.find((each) => each === typed.topic);
  const reach = rhythms.find((each) => each === typed.reach);
  if (!topic) mistakes.push({ field: "topic", words: "Choose what the letter is about" });
  if (!reach) mistakes.push({ field: "reach", words: "Choose whom it reaches" });
  if (subject === "") mistakes.push({ field: "subject", words: "Write a subject" });
  if (subject.length > 78)
    mistakes.push({ field: "subject", words: "The subject is too long: inboxes show about 60 letters, 78 is the most" });
  if (preview.length > 150) mistakes.push({ field: "preview", words: "The line beside the subject can have at most 150 letters" });
  for (const field of ["subject", "preview"] as const) {
    if (typed[field].includes("{{{")) mistakes.push({ field, words: "Three braces in a row ({{{) can’t be sent. Write fewer" });
  }
  if (typed.body.length > 50_000) mistakes.push({ field: "body", words: "The letter is too long: 50,000 letters are the most" });
  if (mistakes.length > 0 || !topic || !reach) return { mistakes };
  return { form: { topic, reach, subject, preview, body: typed.body.replaceAll("\r\n", "\n") } };
}
