import { findError, Checkbox, FieldError } from "~/platform/ui/text-field";
import { topicWordings } from "~/supporters/consent/consent";
import type { FormError } from "~/platform/http/forms/form-fields";
import type { TopicPreferencesInput } from "../topic-form";
import { emailFrequencies, emailFrequencyLabels, topics } from "../subscription";
import { tick } from "~/platform/ui/looks";

type TopicFieldsProps = { input: TopicPreferencesInput; errors: FormError[]; legends?: { topics: string; frequency: string } };

/** To the person themselves; staff are asked about them. */
const ownLegends = { topics: "What would you like to hear about?", frequency: "How often?" };

/** What about, and how often. No topic is ticked but those that the person ticked themselves. */
export function TopicFields({ input, errors, legends = ownLegends }: TopicFieldsProps) {
  const topicError = findError(errors, topics[0]);
  const frequencyError = findError(errors, `frequency-${emailFrequencies[0]}`);
  return (
    <>
      <fieldset aria-describedby={topicError ? `${topics[0]}-why` : undefined}>
        <legend>{legends.topics}</legend>
        <div className={topicError ? "wrong" : undefined}>
          <FieldError field={topics[0]} message={topicError} />
          {topics.map((topic) => (
            <Checkbox
              key={topic}
              name={topic}
              label={topicWordings[topic].text}
              hint={topicWordings[topic].hint}
              checked={input.topics.includes(topic)}
            />
          ))}
        </div>
      </fieldset>
      <fieldset aria-describedby={frequencyError ? `frequency-${emailFrequencies[0]}-why` : undefined}>
        <legend>{legends.frequency}</legend>
        <div className={frequencyError ? "wrong" : undefined}>
          <FieldError field={`frequency-${emailFrequencies[0]}`} message={frequencyError} />
          {emailFrequencies.map((frequency) => (
            <label className={tick} key={frequency}>
              <input
                type="radio"
                id={`frequency-${frequency}`}
                name="frequency"
                value={frequency}
                defaultChecked={input.emailFrequency === frequency}
              />
              <span>{emailFrequencyLabels[frequency]}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
