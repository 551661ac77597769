import { typed } from "~/platform/http/forms/form-fields";
import { cleanIssueText } from "../issues/issue-form";

/** The words of an article: its title, its summary and its text. They stand in the columns of an issue. */
export type ArticleForm = { subject: string; preview: string; body: string };
export type ArticleFieldError = { field: keyof ArticleForm; message: string };

const maxLengths = { subject: 100, preview: 200, body: 50_000 } as const;
/** The fields of an article. */
export const articleFields = {
  subject: typed("title", maxLengths.subject),
  preview: typed("summary", maxLengths.preview),
  body: typed("article", maxLengths.body),
} as const;

/** What was typed, whatever it is. */
export const articleInputFrom = (input: Partial<ArticleForm>): ArticleForm => ({
  subject: input.subject ?? "",
  preview: input.preview ?? "",
  body: input.body ?? "",
});

/** Reads the form of an article. Drafts may be half-written; what can't be published is said beside them. */
export function parseArticleForm(input: ArticleForm): { form: ArticleForm } | { errors: ArticleFieldError[] } {
  const form = cleanIssueText(input);
  const errors: ArticleFieldError[] = [];
  if (form.subject === "") errors.push({ field: "subject", message: "Enter a title" });
  if (form.subject.length > maxLengths.subject) errors.push({ field: "subject", message: "The title can have at most 100 characters" });
  if (form.preview.length > maxLengths.preview) errors.push({ field: "preview", message: "The summary can have at most 200 characters" });
  if (form.body.length > maxLengths.body)
    errors.push({ field: "body", message: "The article is too long: 50,000 characters are the most" });
  return errors.length > 0 ? { errors } : { form };
}
