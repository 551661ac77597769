import type { ReactNode } from "react";
import type { FormError } from "~/platform/ui/error-summary";
import type { IssueInput } from "~/newsletter/issues/issue-form";
import { IssueFields } from "./issue-fields";
import scriptUrl from "./desk-issue-editor.js?url";

const previewModes = [
  ["light", "Light mode"],
  ["dark", "Dark mode"],
  ["phone", "On a phone"],
  ["text", "As text"],
] as const;

/**
 * An issue as a form, and beside it how it will arrive. Where scripts run, the preview follows the writing, buttons write Markdown, and
 * what is pasted out of Word or Google Docs becomes Markdown; without, a button opens the preview.
 * @param children what else the form sends, and the button that keeps it
 */
export function IssueEditor({ input, errors, children }: { input: IssueInput; errors: FormError[]; children: ReactNode }) {
  return (
    <form method="post" className="desk-writing" noValidate data-issue-editor="">
      <div className="stack">
        <IssueFields input={input} errors={errors} />
        {children}
      </div>
      <section className="stack" aria-labelledby="follow-title">
        <h2 id="follow-title">As it will arrive</h2>
        <input type="hidden" name="line" value="" />
        <fieldset className="desk-modes">
          <legend className="hidden-words">How to look at it</legend>
          {previewModes.map(([mode, label]) => (
            <label key={mode}>
              <input type="radio" name="mode" value={mode} defaultChecked={mode === "light"} /> {label}
            </label>
          ))}
        </fieldset>
        <div className="desk-follow" data-follow="" hidden />
        <p>
          <button className="button" formAction="/desk/newsletter/draft/email#here" formTarget="_blank" data-preview="">
            Preview these words<span className="hidden-words"> in a new window</span>
          </button>
        </p>
      </section>
      <script type="module" src={scriptUrl} />
    </form>
  );
}
