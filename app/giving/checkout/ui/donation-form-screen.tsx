import { pence, formatPounds, formatPoundsShort } from "~/platform/money";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { findError, TextArea, Checkbox, FieldError } from "~/platform/ui/text-field";
import { Honeypot } from "~/platform/ui/honeypot";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";
import type { FormError } from "~/platform/http/forms/form-fields";
import type { DonationFormInput } from "../donation-form";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { AmountFieldset, type AmountOptions } from "./amount-fieldset";
import { GiftAidFieldset } from "~/giving/gift-aid/ui/gift-aid-fieldset";
import { NoticeBox } from "~/platform/ui/notice-box";
import type { FormAppeal, PurposeChoice } from "../gift-purpose.server";
import { AppealHead, GeneralHead, PurposeFieldset } from "./gift-purpose";
import { DonationNotice, type DonationNoticeKind } from "./donation-notice";

export type { DonationNoticeKind as Notice } from "./donation-notice";

type DonationFormProps = AmountOptions & {
  appeal: FormAppeal | null;
  choice: PurposeChoice | null;
  input: DonationFormInput;
  formId: string;
  errors: FormError[];
  notice: DonationNoticeKind | null;
  waitSeconds: number;
  selectedAmount: { gift: number; cover: number } | null;
  fee: { rate: number; fixedPence: number };
  declaration: { claimStatement: string; explanation: string };
  news: { words: string; hint: string };
};

/** The whole form for one gift. Needs no JavaScript; where `:has` is unknown, all questions stay in view. */
export function DonationFormScreen(props: DonationFormProps) {
  const { input, formId, errors, notice, waitSeconds, selectedAmount, declaration, news, appeal, choice } = props;
  const example = pence(selectedAmount?.gift ?? props.amounts[1]?.pence ?? 3000);
  return (
    <>
      <ErrorSummary errors={errors} />
      {notice && <DonationNotice notice={notice} waitSeconds={waitSeconds} selectedAmount={selectedAmount} />}
      {choice && errors.length === 0 && <NoticeBox title="That appeal has ended" body={choice.text} />}
      {appeal ? <AppealHead {...appeal} /> : <GeneralHead selectedAmount={selectedAmount} />}
      <form method="post" action="/donate" className="form" noValidate acceptCharset="utf-8">
        {/* Enter presses the first button of a form: it must be the one that goes on to payment. */}
        <button className="hidden-words" tabIndex={-1} aria-hidden="true">
          Continue to payment
        </button>
        <input type="hidden" name="attempt" value={formId} />
        {input.ticket && <input type="hidden" name="ticket" value={input.ticket} />}
        <input type="hidden" name="source" value={input.source ?? ""} />
        {appeal && <input type="hidden" name="appeal" value={appeal.slug} />}
        {choice && <PurposeFieldset {...choice} selected={input.appeal} errors={errors} />}
        <div>
          <AmountFieldset {...props} isForRooms={!appeal} />
          {!appeal && !choice && (
            <p className="mt-4">
              <button className="button small" name="regular" value="yes">
                Give this every week instead
              </button>
            </p>
          )}
        </div>
        <FeeFieldset {...props} />
        <GiftAidFieldset
          input={input}
          errors={errors}
          declaration={declaration}
          example={formatPoundsShort(example)}
          exampleWithGiftAid={formatPounds(pence(example + giftAidOn(example)))}
        />

        <fieldset>
          <legend>About you</legend>
          <NameFields input={input} errors={errors} />
          <EmailField hint="For your receipt. Nothing else unless you ask below." input={input} errors={errors} />
          <Checkbox className="tick news" name="news" label={news.words} hint={news.hint} checked={input.news === "yes"} />
        </fieldset>

        <fieldset>
          <legend>A few words, if you like</legend>
          <TextArea
            name="message"
            label="A message to the charity"
            hint="You can leave this empty. Only our staff read it."
            defaultValue={input.message}
            errors={errors}
          />
        </fieldset>

        <Honeypot />

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

function FeeFieldset({ input, amounts, fee, selectedAmount, errors }: DonationFormProps) {
  const percent = `${Number((fee.rate * 100).toFixed(2))}%`;
  const examples = amounts.map(({ pence: gift, cover }) => `${formatPenceShort(cover)} on ${formatPoundsShort(pence(gift))}`).join(", ");
  return (
    <fieldset>
      <legend>The card fee</legend>
      <p className="hint" id="cover-hint">
        Our payment provider charges a fee of about {percent} and {formatPenceShort(fee.fixedPence)}. You can add it, so that your whole
        donation reaches us: {examples}. It is an estimate, because we don’t know your card yet. Stripe’s page shows the exact sum before
        you pay.
      </p>
      <FieldError field="cover" message={findError(errors, "cover")} />
      <Checkbox
        name="cover"
        label={
          selectedAmount ? (
            <>
              Add the fee to my donation:{" "}
              <strong className="num">
                {formatPounds(pence(selectedAmount.gift))} and {formatPenceShort(selectedAmount.cover)},{" "}
                {formatPounds(pence(selectedAmount.gift + selectedAmount.cover))} in all
              </strong>
            </>
          ) : (
            "Add the fee to my donation"
          )
        }
        checked={input.cover === "yes"}
      />
      <p className="mt-4">
        <button className="button small" name="sum" value="yes">
          Show me the exact sum
        </button>
      </p>
    </fieldset>
  );
}

const formatPenceShort = (sum: number): string => (sum < 100 ? `${sum}p` : formatPounds(pence(sum)));
