import type { ReactNode } from "react";
import type { FormError } from "~/platform/ui/error-summary";
import type { IssueInput } from "~/newsletter/issues/issue-form";
import { IssueFields } from "./issue-fields";
import { WritingEditor } from "./writing-editor";

const preview = {
  title: "As it will arrive",
  path: "/desk/newsletter/draft/email",
  modes: [
    ["light", "Light mode"],
    ["dark", "Dark mode"],
    ["phone", "On a phone"],
    ["text", "As text"],
  ],
} as const;

/** An issue as a form, and beside it the email. */
export const IssueEditor = ({ input, errors, children }: { input: IssueInput; errors: FormError[]; children: ReactNode }) => (
  <WritingEditor fields={<IssueFields input={input} errors={errors} />} preview={preview}>
    {children}
  </WritingEditor>
);
