import type { FormError } from "~/platform/ui/error-summary";
import { TextArea } from "~/platform/ui/text-field";
import { WritingTools } from "./writing-tools";
import { Summary } from "~/platform/ui/summary-list";

type BodyFieldProps = { label: string; value: string; errors: FormError[] };

/** The words of an issue or an article as Markdown, with what helps to write it. */
export function BodyField({ label, value, errors }: BodyFieldProps) {
  return (
    <>
      <WritingTools />
      <TextArea name="body" label={label} rows={18} defaultValue={value} errors={errors} />
      <details>
        <summary>How to write headings, links, pictures and buttons</summary>
        <Summary>
          {help.map(([what, how]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                <code>{how}</code>
              </dd>
            </div>
          ))}
        </Summary>
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
