import type { FormError } from "~/platform/ui/error-summary";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";
import { supporterScopeLabels, supporterScopes } from "../declaration-wording";

type DeclarationChoiceProps = {
  wording: { declaration: string; explanation: string };
  input: { giftaid?: string; scope?: string };
  errors: FormError[];
};

/** The declaration to tick, as it is kept, and which gifts it is for. Nothing is chosen beforehand. */
export function DeclarationChoice({ wording, input, errors }: DeclarationChoiceProps) {
  return (
    <>
      <FieldError field="giftaid" message={findError(errors, "giftaid")} />
      <Checkbox
        name="giftaid"
        checked={input.giftaid === "yes"}
        label={
          <>
            <strong>{wording.declaration}</strong> {wording.explanation}
          </>
        }
      />
      <Fieldset name="scope" legend="Which donations?" isNested errors={errors}>
        <RadioGroup
          name="scope"
          selected={input.scope}
          options={supporterScopes.map((scope) => ({ value: scope, label: supporterScopeLabels[scope] }))}
        />
      </Fieldset>
    </>
  );
}
