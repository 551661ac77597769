import { pence, formatPounds, formatPoundsShort, formatSmallSum } from "~/platform/money";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { TextArea, Checkbox } from "~/platform/ui/text-field";
import { DefaultButton } from "~/platform/ui/default-button";
import { Honeypot } from "~/platform/ui/honeypot";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";
import type { FormError } from "~/platform/http/forms/form-fields";
import type { DonationFormInput } from "../donation-form";
import { giftAidOn } from "~/giving/gift-aid/gift-aid";
import { CostsFieldset } from "./costs-fieldset";
import { AmountFieldset, type AmountOptions } from "./amount-fieldset";
import { GiftAidFieldset } from "~/giving/gift-aid/ui/gift-aid-fieldset";
import { NoticeBox } from "~/platform/ui/notice-box";
import type { FormAppeal, PurposeChoice } from "../gift-purpose.server";
import { AppealHead, GeneralHead, HowOften, PurposeFieldset } from "./gift-purpose";
import scriptUrl from "./donate.js?url";
import { DonationNotice, type DonationNoticeKind } from "./donation-notice";
import { tick } from "~/platform/ui/looks";

export type { DonationNoticeKind as Notice } from "./donation-notice";

type DonationFormProps = AmountOptions & {
  maxPence: number;
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
      {notice && <DonationNotice notice={notice} waitSeconds={waitSeconds} />}
      {choice && errors.length === 0 && <NoticeBox title="That appeal has ended" body={choice.text} />}
      {appeal ? <AppealHead {...appeal} /> : <GeneralHead />}
      <form
        method="post"
        action="/donate"
        className="form"
        noValidate
        acceptCharset="utf-8"
        data-sums={JSON.stringify({ ...props.fee, least: props.minPence, most: props.maxPence })}
      >
        <DefaultButton />
        <input type="hidden" name="attempt" value={formId} />
        {input.ticket && <input type="hidden" name="ticket" value={input.ticket} />}
        <input type="hidden" name="source" value={input.source ?? ""} />
        {appeal && <input type="hidden" name="appeal" value={appeal.slug} />}
        {!appeal && <HowOften />}
        {choice && <PurposeFieldset {...choice} selected={input.appeal} errors={errors} />}
        <AmountFieldset {...props} isForRooms={!appeal} />
        <DonationCosts {...props} />
        <GiftAidFieldset
          input={input}
          errors={errors}
          declaration={declaration}
          example={`${formatPoundsShort(example)} becomes ${formatPounds(pence(example + giftAidOn(example)))}, and it costs you nothing more.`}
        />

        <fieldset>
          <legend>About you</legend>
          <NameFields lastIsOptional={input.giftaid !== "yes"} input={input} errors={errors} />
          <EmailField hint="For your receipt. Nothing else unless you ask below." input={input} errors={errors} />
          <Checkbox className={`${tick} mt-5`} name="news" label={news.words} hint={news.hint} checked={input.news === "yes"} />
        </fieldset>

        <TextArea
          name="message"
          label="A message to the charity (optional)"
          hint="Only our staff read it."
          defaultValue={input.message}
          errors={errors}
        />

        <Honeypot />

        <div className="stack">
          <p>
            <Button look="give" className="num" data-says="button">
              Donate
            </Button>
          </p>
          <p className="num" data-says="total" aria-live="polite" />
          <p className="hint">
            Next comes Stripe’s secure page: card, Apple Pay, Google Pay or Direct Debit. Nothing is taken until you confirm there.
          </p>
          <p className="hint">
            We keep what you write here to send your receipt, and what the law asks us to keep.{" "}
            <a href="/privacy">How we handle your details</a>
          </p>
        </div>
      </form>
      <script type="module" src={scriptUrl} />
    </>
  );
}

function DonationCosts({ input, amounts, fee, selectedAmount, errors }: DonationFormProps) {
  const percent = `${Number((fee.rate * 100).toFixed(2))}%`;
  const examples = amounts
    .map(({ pence: gift, cover }) => `${formatSmallSum(pence(cover))} on ${formatPoundsShort(pence(gift))}`)
    .join(", ");
  return (
    <CostsFieldset
      label={
        <span data-says="cover">
          {selectedAmount ? `Add ${formatSmallSum(pence(selectedAmount.cover))} to cover costs` : "Add a little to cover costs"}
        </span>
      }
      input={input}
      errors={errors}
    >
      <p>
        Our payment provider charges a fee of about {percent} and {formatSmallSum(pence(fee.fixedPence))}: {examples}. It is an estimate,
        because we don’t know your card yet. Stripe’s page shows the exact amount before you pay.
      </p>
    </CostsFieldset>
  );
}
