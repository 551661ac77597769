import { SelectField } from "~/desk/ui/select-field";
import type { AppealInput } from "~/giving/appeals/appeal-form";
import type { FormError } from "~/platform/ui/error-summary";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Field, TextArea } from "~/platform/ui/text-field";

export type AppealChoices = { funds: { value: string; label: string }[]; images: string[] };
type AppealFieldsProps = { input: AppealInput; choices: AppealChoices; isPublished?: boolean; errors: FormError[] };

/** What an appeal is made of, as a form. Once it is published, its name, address and fund are carried along as they are. */
export function AppealFields({ input, choices, isPublished = false, errors }: AppealFieldsProps) {
  return (
    <>
      {isPublished ? (
        <>
          <input type="hidden" name="name" value={input.name} />
          <input type="hidden" name="slug" value={input.slug} />
          <input type="hidden" name="fund" value={input.fund} />
        </>
      ) : (
        <>
          <Field name="name" label="Name" hint="Such as: A warm winter. Up to 80 characters." defaultValue={input.name} errors={errors} />
          <Field
            name="slug"
            label="Address"
            hint="The end of its page’s address: a to z, figures, hyphens. Leave it empty to have it made from the name."
            defaultValue={input.slug}
            autoComplete="off"
            spellCheck={false}
            errors={errors}
          />
          <SelectField
            name="fund"
            label="Fund that its donations belong to"
            value={input.fund}
            anyLabel="Choose"
            options={choices.funds}
            errors={errors}
          />
        </>
      )}
      <TextArea
        name="summary"
        label="Summary"
        hint="One or two sentences under the name, also where somebody shares the page. Up to 300 characters."
        rows={3}
        defaultValue={input.summary}
        errors={errors}
      />
      <TextArea
        name="story"
        label="Story"
        hint="Written like a newsletter issue: ## for a heading, **bold**, - for a list, [words](address), pictures."
        rows={14}
        defaultValue={input.story}
        errors={errors}
      />
      <TextArea
        name="surplus"
        label="If more, or less, comes in than the goal"
        hint="Donors read it before they give. The law asks for it."
        rows={3}
        defaultValue={input.surplus}
        errors={errors}
      />
      <Field name="goal" label="Goal (optional)" prefix="£" inputMode="decimal" defaultValue={input.goal} errors={errors} />
      <Field
        name="endsOn"
        type="date"
        label="Last day (optional)"
        hint="It takes donations until the end of that day, London time. Without one, until you end it."
        defaultValue={input.endsOn}
        errors={errors}
      />
      <Field
        name="amounts"
        label="Suggested amounts (optional)"
        hint="Two to six, in pounds, such as 10, 25, 50. Without any, those of the usual form."
        defaultValue={input.amounts}
        errors={errors}
      />
      <Fieldset name="image" legend="Picture" errors={errors}>
        <p className="hint">
          Add pictures under <a href="/desk/newsletter/pictures">Pictures</a> first. Show no faces, no house numbers, no view by which a
          house could be found.
        </p>
        <RadioGroup
          name="image"
          selected={input.image}
          options={[
            { value: "", label: "No picture" },
            ...choices.images.map((id, index) => ({
              value: id,
              label: (
                <img
                  className="h-24 w-auto rounded-md"
                  src={`/newsletter/pictures/${id}`}
                  alt={`Number ${index + 1} of those added last`}
                  loading="lazy"
                />
              ),
            })),
          ]}
        />
      </Fieldset>
      <Field
        name="imageAlt"
        label="What the picture shows"
        hint="For people who can’t see it."
        defaultValue={input.imageAlt}
        errors={errors}
      />
    </>
  );
}
