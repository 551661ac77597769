import type { ReactNode } from "react";
import scriptUrl from "./desk-issue-editor.js?url";

type WritingEditorProps = {
  fields: ReactNode;
  /** How it is looked at beside the form: what that is called, the address that shows it, and in which ways. */
  preview: { title: string; path: string; modes: readonly (readonly [value: string, label: string])[] };
  /** What else the form sends, and the button that keeps it. */
  children: ReactNode;
};

/**
 * Words as a form, and beside it how they will be read. Where scripts run, the preview follows the writing, buttons write Markdown, and
 * what is pasted out of Word or Google Docs becomes Markdown; without, a button opens the preview.
 */
export function WritingEditor({ fields, preview, children }: WritingEditorProps) {
  return (
    <form method="post" className="desk-writing" noValidate data-issue-editor="">
      <div className="stack">
        {fields}
        {children}
      </div>
      <section className="stack" aria-labelledby="follow-title">
        <h2 id="follow-title">{preview.title}</h2>
        <input type="hidden" name="line" value="" />
        <fieldset className="desk-modes">
          <legend className="hidden-words">How to look at it</legend>
          {preview.modes.map(([mode, label], index) => (
            <label key={mode}>
              <input type="radio" name="mode" value={mode} defaultChecked={index === 0} /> {label}
            </label>
          ))}
        </fieldset>
        <div className="desk-follow" data-follow="" hidden />
        <p>
          <button className="button" formAction={`${preview.path}#here`} formTarget="_blank" data-preview="">
            Preview these words<span className="hidden-words"> in a new window</span>
          </button>
        </p>
      </section>
      <script type="module" src={scriptUrl} />
    </form>
  );
}
