import { mistakeIn, Tick, Why } from "~/platform/ui/text-field";
import { topicWordings } from "~/supporters/consent/consent";
import type { Mistake, TypedWish } from "../topic-form";
import { rhythms, rhythmWords, topics } from "../subscription";

/** What about, and how often. No topic is ticked but those that the person ticked themselves. */
export function WishQuestions({ typed, mistakes }: { typed: TypedWish; mistakes: Mistake[] }) {
  const topicWhy = mistakeIn(mistakes, topics[0]);
  const rhythmWhy = mistakeIn(mistakes, `rhythm-${rhythms[0]}`);
  return (
    <>
      <fieldset aria-describedby={topicWhy ? `${topics[0]}-why` : undefined}>
        <legend>What would you like to hear about?</legend>
        <div className={topicWhy ? "wrong" : undefined}>
          <Why field={topics[0]} words={topicWhy} />
          {topics.map((topic) => (
            <Tick
              key={topic}
              name={topic}
              label={topicWordings[topic].words}
              hint={topicWordings[topic].hint}
              checked={typed.topics.includes(topic)}
            />
          ))}
        </div>
      </fieldset>
      <fieldset aria-describedby={rhythmWhy ? `rhythm-${rhythms[0]}-why` : undefined}>
        <legend>How often may we write?</legend>
        <div className={rhythmWhy ? "wrong" : undefined}>
          <Why field={`rhythm-${rhythms[0]}`} words={rhythmWhy} />
          {rhythms.map((rhythm) => (
            <label className="tick" key={rhythm}>
              <input type="radio" id={`rhythm-${rhythm}`} name="rhythm" value={rhythm} defaultChecked={typed.rhythm === rhythm} />
              <span>{rhythmWords[rhythm]}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
