import { ErrorSummary, type FieldMistake } from "~/platform/ui/error-summary";
import { Field, mistakeIn, TextArea, Why } from "~/platform/ui/field";
import type { TypedIssue } from "../issue-form";
import { rhythms, topicNames, topics, type Rhythm } from "../subscription";

const reachWords: Record<Rhythm, string> = {
  every: "Those who want every letter",
  monthly: "Also those who want one a month: this is it",
  quarterly: "Also those who want four a year: this is one",
};

/** What a letter to subscribers is made of, as a form. */
export function IssueFields({ typed, mistakes }: { typed: TypedIssue; mistakes: FieldMistake[] }) {
  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      <Choice name="topic" legend="What is it about?" values={topics} words={topicNames} chosen={typed.topic} mistakes={mistakes} />
      <Choice name="reach" legend="Whom does it reach?" values={rhythms} words={reachWords} chosen={typed.reach} mistakes={mistakes} />
      <Field
        name="subject"
        label="Subject"
        hint="About 60 letters are shown."
        defaultValue={typed.subject}
        maxLength={200}
        mistakes={mistakes}
      />
      <Field
        name="preview"
        label="The line beside it"
        hint="Inboxes show it after the subject."
        defaultValue={typed.preview}
        maxLength={300}
        mistakes={mistakes}
      />
      <TextArea name="body" label="The letter" rows={18} defaultValue={typed.body} mistakes={mistakes} />
      <details>
        <summary>How to write headings, links, pictures and buttons</summary>
        <dl className="summary">
          {help.map(([what, how]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                <code>{how}</code>
              </dd>
            </div>
          ))}
        </dl>
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

type ChoiceProps<Value extends string> = {
  name: string;
  legend: string;
  values: readonly Value[];
  words: Record<Value, string>;
  chosen: string;
  mistakes: FieldMistake[];
};

function Choice<Value extends string>({ name, legend, values, words, chosen, mistakes }: ChoiceProps<Value>) {
  const why = mistakeIn(mistakes, name);
  return (
    <fieldset aria-describedby={why ? `${name}-why` : undefined}>
      <legend>{legend}</legend>
      <div className={why ? "wrong" : undefined}>
        <Why field={name} words={why} />
        {values.map((value, index) => (
          <label className="tick" key={value}>
            <input type="radio" id={index === 0 ? name : `${name}-${value}`} name={name} value={value} defaultChecked={chosen === value} />
            <span>{words[value]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
