import type { ReactNode } from "react";
import { Button } from "~/platform/ui/button";
import scriptUrl from "./desk-issue-editor.js?url";

type WritingEditorProps = {
  fields: ReactNode;
  /** How it is looked at beside the form: what that is called, the address that shows it, and in which ways. */
  preview: { title: string; path: string; modes: readonly (readonly [value: string, label: string])[] };
  /** What else the form sends, and the button that keeps it. */
  children: ReactNode;
};

const besideEachOther =
  "grid max-w-none grid-cols-[minmax(0,1fr)] gap-6 min-[70rem]:grid-cols-[repeat(2,minmax(0,1fr))] min-[70rem]:items-start min-[70rem]:gap-8";
/** Its dashed edge is seen before the first words are there to preview. */
const follower = [
  "relative h-[min(38rem,75vh)] rounded-sm border border-dashed border-line [&_.waiting]:invisible",
  "[&_iframe]:absolute [&_iframe]:inset-0 [&_iframe]:size-full [&_iframe]:rounded-sm [&_iframe]:border [&_iframe]:border-line",
  "data-[mode=phone]:[&_iframe]:w-[min(100%,377px)]",
].join(" ");

/**
 * Words as a form, and beside it how they will be read. Where scripts run, the preview follows the writing, buttons write Markdown, and
 * what is pasted out of Word or Google Docs becomes Markdown; without, a button opens the preview.
 */
export function WritingEditor({ fields, preview, children }: WritingEditorProps) {
  return (
    <form method="post" className={besideEachOther} noValidate data-issue-editor="">
      <div className="stack">
        {fields}
        {children}
      </div>
      <section className="stack min-[70rem]:sticky min-[70rem]:top-4" aria-labelledby="follow-title">
        <h2 id="follow-title">{preview.title}</h2>
        <input type="hidden" name="line" value="" />
        <fieldset className="flex flex-wrap gap-x-4">
          <legend className="sr-only">How to look at it</legend>
          {preview.modes.map(([mode, label], index) => (
            <label key={mode} className="inline-flex min-h-11 items-center gap-2">
              <input type="radio" name="mode" value={mode} defaultChecked={index === 0} /> {label}
            </label>
          ))}
        </fieldset>
        <div className={follower} data-follow="" hidden />
        <p>
          <Button formAction={`${preview.path}#here`} formTarget="_blank" data-preview="">
            Preview these words<span className="sr-only"> in a new window</span>
          </Button>
        </p>
      </section>
      <script type="module" src={scriptUrl} />
    </form>
  );
}
