import type { FormError } from "~/platform/http/forms/form-fields";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, Field, TextArea } from "~/platform/ui/text-field";
import type { PlanFormInput } from "../plan-form";
import { tributeKinds, tributeLabels } from "../tribute";
import { opened } from "~/platform/ui/looks";

/** In honour or memory of somebody, and a card that tells somebody else, only if the sponsor asks for it. */
export function TributeFieldset({ input, errors }: { input: PlanFormInput; errors: FormError[] }) {
  const fieldProps = { errors, autoComplete: "off", spellCheck: false };
  const selected = tributeKinds.find((kind) => kind === input.tribute);
  return (
    <Fieldset name="tribute" legend="Is it in honour or in memory of somebody?" className="opens" errors={errors}>
      <RadioGroup
        name="tribute"
        selected={selected ?? ""}
        options={[
          { value: "", label: "No" },
          ...tributeKinds.map((kind) => ({ value: kind, label: `${tributeLabels[kind]} somebody`, revealsMore: true })),
        ]}
      />
      <div className={opened}>
        <Field name="tributename" label="Their name" className="max-w-88" defaultValue={input.tributename} {...fieldProps} />
        <div className="opens">
          <Checkbox
            name="card"
            revealsMore
            label="Send somebody a card by email"
            hint="One email that says what you did and in whose name. It goes once your first payment has arrived, and never again."
            checked={input.card === "yes"}
          />
          <div className={opened}>
            <Field name="cardname" label="Who is it for?" className="max-w-88" defaultValue={input.cardname} {...fieldProps} />
            <Field
              name="cardemail"
              type="email"
              label="Their email address"
              hint="We use it for this card only."
              className="max-w-88"
              defaultValue={input.cardemail}
              {...fieldProps}
            />
            <TextArea
              name="cardwords"
              label="Your words on the card"
              hint="You can leave this empty. Your name stands above them; how much you give is not said."
              rows={3}
              defaultValue={input.cardwords}
              errors={errors}
            />
          </div>
        </div>
      </div>
    </Fieldset>
  );
}
