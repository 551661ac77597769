import { pence, pounds, poundsShort } from "~/platform/money";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { mistakeIn, TextArea, Tick, Why } from "~/platform/ui/text-field";
import { Trap } from "~/platform/ui/honeypot";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";
import type { Mistake, TypedForm } from "../donation-form";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { AmountChoice, type AmountChoices } from "./amount-fieldset";
import { GiftAidQuestion } from "~/giving/gift-aid/ui/gift-aid-fieldset";
import { NoticeBox, type Notice } from "./donation-notice";

export type { Notice } from "./donation-notice";

type Screen = AmountChoices & {
  typed: TypedForm;
  attempt: string;
  mistakes: Mistake[];
  notice: Notice | null;
  minutes: number;
  sum: { gift: number; cover: number } | null;
  fee: { rate: number; fixedPence: number };
  declaration: { wish: string; explanation: string };
  news: { words: string; hint: string };
};

/** The whole form for one gift. Needs no JavaScript; where `:has` is unknown, all questions stay in view. */
export function DonationFormScreen(screen: Screen) {
  const { typed, attempt, mistakes, notice, minutes, sum, declaration, news } = screen;
  const example = pence(sum?.gift ?? screen.amounts[1]?.pence ?? 3000);
  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      {notice && <NoticeBox notice={notice} minutes={minutes} sum={sum} />}
      <h1>Give once</h1>
      <p className="lead">Every gift keeps rooms lit: the rent, the heating, a lock, a bed.</p>
      <nav className="switch" aria-label="How often">
        <a href="/donate" aria-current="page">
          Once
        </a>
        <a href={sum ? `/sponsor?amount=${(sum.gift / 100).toFixed(2)}` : "/sponsor"}>Every week</a>
      </nav>
      <form method="post" action="/donate" className="form" noValidate acceptCharset="utf-8">
        {/* Enter presses the first button of a form: it must be the one that goes on to payment. */}
        <button className="hidden-words" tabIndex={-1} aria-hidden="true">
          Continue to payment
        </button>
        <input type="hidden" name="attempt" value={attempt} />
        <input type="hidden" name="source" value={typed.source ?? ""} />
        <div>
          <AmountChoice {...screen} />
          <p className="mt-4">
            <button className="button small" name="regular" value="yes">
              Give this every week instead
            </button>
          </p>
        </div>
        <FeeQuestion {...screen} />
        <GiftAidQuestion
          typed={typed}
          mistakes={mistakes}
          declaration={declaration}
          example={poundsShort(example)}
          becomes={pounds(pence(example + giftAidOn(example)))}
        />

        <fieldset>
          <legend>About you</legend>
          <NameFields typed={typed} mistakes={mistakes} />
          <EmailField hint="For your receipt. Nothing else unless you ask below." typed={typed} mistakes={mistakes} />
          <Tick className="tick news" name="news" label={news.words} hint={news.hint} checked={typed.news === "yes"} />
        </fieldset>

        <fieldset>
          <legend>A few words, if you like</legend>
          <TextArea
            name="message"
            label="A message to the charity"
            hint="You can leave this empty. Only our staff read it."
            defaultValue={typed.message}
            mistakes={mistakes}
          />
          <Tick
            className="tick news"
            name="anonymous"
            label="Leave my name out of any list of supporters"
            checked={typed.anonymous === "yes"}
          />
        </fieldset>

        <Trap />

        <div className="stack">
          <p>
            <button className="button give">Continue to payment</button>
          </p>
          <p className="hint">Next comes Stripe’s secure page for your card or Direct Debit. Nothing is taken until you confirm there.</p>
          <p className="hint">
            We keep what you write here to send your receipt, and what the law asks us to keep.{" "}
            <a href="/privacy">How we handle your details</a>
          </p>
        </div>
      </form>
    </>
  );
}

function FeeQuestion({ typed, amounts, fee, sum, mistakes }: Screen) {
  const percent = `${Number((fee.rate * 100).toFixed(2))}%`;
  const examples = amounts.map(({ pence: gift, cover }) => `${penceShort(cover)} on ${poundsShort(pence(gift))}`).join(", ");
  return (
    <fieldset>
      <legend>The card fee</legend>
      <p className="hint" id="cover-hint">
        Taking a card costs us about {percent} and {penceShort(fee.fixedPence)}. You can add it, so that your whole gift arrives: {examples}
        . It is an estimate, because we don’t know your card yet. Stripe’s page shows the exact sum before you pay.
      </p>
      <Why field="cover" words={mistakeIn(mistakes, "cover")} />
      <Tick
        name="cover"
        label={
          sum ? (
            <>
              Add the fee to my gift:{" "}
              <strong className="num">
                {pounds(pence(sum.gift))} and {penceShort(sum.cover)}, {pounds(pence(sum.gift + sum.cover))} in all
              </strong>
            </>
          ) : (
            "Add the fee to my gift"
          )
        }
        checked={typed.cover === "yes"}
      />
      <p className="mt-4">
        <button className="button small" name="sum" value="yes">
          Show me the exact sum
        </button>
      </p>
    </fieldset>
  );
}

const penceShort = (sum: number): string => (sum < 100 ? `${sum}p` : pounds(pence(sum)));
