import { mistakeIn, Tick, Why } from "~/platform/ui/field";
import type { Mistake, TypedForm } from "../donation-form";
import { scopes, scopeWords } from "../gift-aid";
import { HomeFields } from "./home-fields";

type Question = {
  typed: Pick<TypedForm, "giftaid" | "scope" | "house" | "postcode" | "overseas">;
  mistakes: Mistake[];
  declaration: { wish: string; explanation: string };
  example: string;
  becomes: string;
  /** Which gifts it is for, where that is no question. */
  covers?: string;
};

/** The Gift Aid declaration. Ticking it opens the rest of the question. */
export function GiftAidQuestion({ typed, mistakes, declaration, example, becomes, covers }: Question) {
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

function WhichGifts({ typed, mistakes }: Pick<Question, "typed" | "mistakes">) {
  const why = mistakeIn(mistakes, "scope");
  return (
    <fieldset className={why ? "wrong" : undefined} aria-describedby={why ? "scope-why" : undefined}>
      <legend className="small-legend">Which gifts?</legend>
      <Why field="scope" words={why} />
      <div className="choices">
        {scopes.map((scope, index) => (
          <label className="choice" key={scope}>
            <input type="radio" name="scope" id={index === 0 ? "scope" : undefined} value={scope} defaultChecked={typed.scope === scope} />
            <span>{scopeWords[scope]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
