import type { ReactNode } from "react";
import { RadioGroup, Fieldset } from "~/platform/ui/radio-group";
import { Checkbox } from "~/platform/ui/text-field";
import type { FormError } from "~/platform/http/forms/form-fields";
import type { DonationFormInput } from "~/giving/checkout/donation-form";
import { declarationScopes, scopeLabels } from "../gift-aid";
import { HomeAddressFields } from "./home-address-fields";
import { boxed, opened } from "~/platform/ui/looks";

type GiftAidFieldsetProps = {
  input: Pick<DonationFormInput, "giftaid" | "scope" | "house" | "postcode" | "overseas">;
  errors: FormError[];
  declaration: { claimStatement: string; explanation: string };
  /** What it comes to, as a sentence. */
  example: ReactNode;
  /** Which gifts it is for, where that is no question. */
  scopeText?: string;
};

/** The Gift Aid declaration. Ticking it opens the rest of the question. */
export function GiftAidFieldset({ input, errors, declaration, example, scopeText }: GiftAidFieldsetProps) {
  return (
    <fieldset className="opens">
      <legend>Gift Aid: 25p more for each £1</legend>
      <div className={boxed}>
        <p>If you pay UK tax, we can claim back the tax you paid on your donation. {example}</p>
        <Checkbox
          name="giftaid"
          revealsMore
          checked={input.giftaid === "yes"}
          label={
            <>
              <strong>{declaration.claimStatement}</strong> {scopeText && `${scopeText} `}
              {declaration.explanation}
            </>
          }
        />
        <div className={opened}>
          {scopeText === undefined && <ScopeFieldset input={input} errors={errors} />}
          <HomeAddressFields input={input} errors={errors} />
        </div>
        <details>
          <summary>When not to tick this</summary>
          <p>
            Leave it empty if the money is from a company or a group, or if you don’t pay enough tax. Please tell us if you move, change
            your name, or stop paying enough tax. You can cancel at any time.
          </p>
        </details>
      </div>
    </fieldset>
  );
}

function ScopeFieldset({ input, errors }: Pick<GiftAidFieldsetProps, "input" | "errors">) {
  return (
    <Fieldset name="scope" legend="Which donations?" isNested errors={errors}>
      <RadioGroup
        name="scope"
        selected={input.scope}
        options={declarationScopes.map((scope) => ({ value: scope, label: scopeLabels[scope] }))}
      />
    </Fieldset>
  );
}
