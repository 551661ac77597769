import type { Mistake } from "~/giving/checkout/form-fields";
import { Options, Question } from "~/platform/ui/radio-group";
import { Field, TextArea, Tick } from "~/platform/ui/text-field";
import type { TypedPlan } from "../plan-form";
import { tributeKinds, tributeWords } from "../tribute";

/** In honour or memory of somebody, and a card that tells somebody else, only if the sponsor asks for it. */
export function TributeQuestion({ typed, mistakes }: { typed: TypedPlan; mistakes: Mistake[] }) {
  const field = { mistakes, autoComplete: "off", spellCheck: false };
  const chosen = tributeKinds.find((kind) => kind === typed.tribute);
  return (
    <Question name="tribute" legend="Is it in honour or in memory of somebody?" className="opens another" mistakes={mistakes}>
      <Options
        name="tribute"
        chosen={chosen ?? ""}
        options={[
          { value: "", words: "No" },
          ...tributeKinds.map((kind) => ({ value: kind, words: `${tributeWords[kind]} somebody`, opener: true })),
        ]}
      />
      <div className="opened">
        <Field name="tributename" label="Their name" className="chars-20" defaultValue={typed.tributename} {...field} />
        <div className="opens another">
          <Tick
            name="card"
            opener
            label="Send somebody a card by e-mail"
            hint="One letter that says what you did and in whose name. It goes once your first payment has arrived, and never again."
            checked={typed.card === "yes"}
          />
          <div className="opened">
            <Field name="cardname" label="Who is it for?" className="chars-20" defaultValue={typed.cardname} {...field} />
            <Field
              name="cardemail"
              type="email"
              label="Their e-mail address"
              hint="We use it for this card only."
              className="chars-20"
              defaultValue={typed.cardemail}
              {...field}
            />
            <TextArea
              name="cardwords"
              label="Your words on the card"
              hint="You can leave this empty. Your name stands below them; how much you give is not said."
              rows={3}
              defaultValue={typed.cardwords}
              mistakes={mistakes}
            />
          </div>
        </div>
      </div>
    </Question>
  );
}
