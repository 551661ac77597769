import { Options, Question } from "~/platform/ui/radio-group";
import { Tick } from "~/platform/ui/text-field";
import type { Mistake, TypedForm } from "~/giving/checkout/donation-form";
import { scopes, scopeWords } from "../gift-aid";
import { HomeFields } from "./home-address-fields";

type GiftAidQuestionProps = {
  typed: Pick<TypedForm, "giftaid" | "scope" | "house" | "postcode" | "overseas">;
  mistakes: Mistake[];
  declaration: { wish: string; explanation: string };
  example: string;
  becomes: string;
  /** Which gifts it is for, where that is no question. */
  covers?: string;
};

/** The Gift Aid declaration. Ticking it opens the rest of the question. */
export function GiftAidQuestion({ typed, mistakes, declaration, example, becomes, covers }: GiftAidQuestionProps) {
  return (
    <fieldset className="opens">
      <legend>Gift Aid: 25p more for each £1</legend>
      <div className="boxed">
        <p>
          If you pay UK tax, we can claim back the tax you paid on your gift. {example} becomes {becomes}, and it costs you nothing more.
        </p>
        <Tick
          name="giftaid"
          opener
          checked={typed.giftaid === "yes"}
          label={
            <>
              <strong>{declaration.wish}</strong> {covers && `${covers} `}
              {declaration.explanation}
            </>
          }
        />
        <div className="opened">
          {covers === undefined && <WhichGifts typed={typed} mistakes={mistakes} />}
          <HomeFields typed={typed} mistakes={mistakes} />
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

function WhichGifts({ typed, mistakes }: Pick<GiftAidQuestionProps, "typed" | "mistakes">) {
  return (
    <Question name="scope" legend="Which gifts?" small mistakes={mistakes}>
      <Options name="scope" chosen={typed.scope} options={scopes.map((scope) => ({ value: scope, words: scopeWords[scope] }))} />
    </Question>
  );
}
