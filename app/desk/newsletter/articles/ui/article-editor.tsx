import type { ReactNode } from "react";
import type { ArticleForm } from "~/newsletter/news/article-form";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { BodyField } from "../../ui/body-field";
import { WritingEditor } from "../../ui/writing-editor";

const preview = {
  title: "As readers will see it",
  path: "/desk/newsletter/articles/draft",
  modes: [
    ["wide", "At this width"],
    ["phone", "On a phone"],
  ],
} as const;

type ArticleEditorProps = { input: ArticleForm; errors: FormError[]; children: ReactNode };

/** An article as a form, and beside it its page. */
export function ArticleEditor({ input, errors, children }: ArticleEditorProps) {
  const fields = (
    <>
      <ErrorSummary errors={errors} />
      <Field name="subject" label="Title" hint="At most 100 characters." defaultValue={input.subject} maxLength={200} errors={errors} />
      <Field
        name="preview"
        label="Summary (optional)"
        hint="One or two sentences, at most 200 characters. Lists, the feed and shared links show it. Without one they show the first words."
        defaultValue={input.preview}
        maxLength={400}
        errors={errors}
      />
      <BodyField label="The article" value={input.body} errors={errors} />
    </>
  );
  return (
    <WritingEditor fields={fields} preview={preview}>
      {children}
    </WritingEditor>
  );
}
