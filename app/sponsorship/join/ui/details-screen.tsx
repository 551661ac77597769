import type { ReactNode } from "react";
import { CostsFieldset } from "~/giving/checkout/ui/costs-fieldset";
import { GiftAidFieldset } from "~/giving/gift-aid/ui/gift-aid-fieldset";
import type { FormError } from "~/platform/http/forms/form-fields";
import { Button } from "~/platform/ui/button";
import { DefaultButton } from "~/platform/ui/default-button";
import { Honeypot } from "~/platform/ui/honeypot";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Checkbox } from "~/platform/ui/text-field";
import { formatPercent } from "~/sponsorship/rooms/house-facts";
import { RoomPane } from "~/sponsorship/rooms/ui/room-pane";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";
import { receiptFrequencies, type PlanFormInput, type ReceiptFrequency } from "../plan-form";
import type { IntervalFigures } from "../frequency-options";
import { ByFee, ByInterval, ByStart, WithGiftAid } from "./by-choice";
import { FirstDayFieldset } from "./first-day-fieldset";
import { FrequencyChoice } from "./frequency-choice";
import type { OfferedRoom } from "./room-choice";
import { PresentFieldset } from "./present-fieldset";
import { TributeFieldset } from "./tribute-fieldset";
import { tick } from "~/platform/ui/looks";

/** What the form says that does not depend on what was typed. Sums in the words are ready to be read. */
export type PlanFormContent = {
  amounts: { pence: number; does: string }[];
  roomWeekPence: number;
  sponsors: string;
  demonstration: boolean;
  fees: { card: string; directDebit: string };
  days: { from: string; until: string; last: string };
  /** London dates between which a present can begin. */
  presentDays: { from: string; until: string };
  declaration: { claimStatement: string; explanation: string; covers: string };
  news: { label: string; hint: string };
};

/** The weekly sum that was chosen, such as £2.50, and what it comes to. */
export type ChosenFigures = { weekly: string; intervals: IntervalFigures[] };

type DetailsScreenProps = {
  content: PlanFormContent;
  figures: ChosenFigures;
  rooms: OfferedRoom[];
  input: PlanFormInput;
  errors: FormError[];
};

type FormState = Pick<DetailsScreenProps, "input" | "errors">;

const receiptLabels: Record<ReceiptFrequency, string> = {
  each: "Each time",
  monthly: "Once a month, of all that came in it",
  yearly: "Once a year, after the tax year ends on 5 April",
};

/** The second step: how often, and who. Needs no JavaScript; where `:has` is unknown, all questions stay in view and no sum is shown. */
export function DetailsScreen({ content, figures, rooms, input, errors }: DetailsScreenProps) {
  const formState = { input, errors };
  const { intervals } = figures;
  return (
    <form method="post" action="/sponsor" className="form group/plan" noValidate acceptCharset="utf-8">
      <DefaultButton />
      {(["attempt", "again", "source", "weekly", "other", "room"] as const).map((name) => (
        <input key={name} type="hidden" name={name} value={input[name] ?? ""} />
      ))}
      <ChosenAmount weekly={figures.weekly} room={rooms.find(({ id }) => id === input.room)} />
      <FrequencyChoice figures={intervals} {...formState} />
      <CostsFieldset
        label={<ByInterval figures={intervals}>{({ cover }) => `Add ${cover} to each payment to cover costs`}</ByInterval>}
        {...formState}
      >
        <p>Our payment provider charges a fee for each payment, so fewer, larger payments lose less. {content.fees.card}</p>
        <p>
          {content.fees.directDebit} <a href="/direct-debit-guarantee">The Direct Debit Guarantee</a> protects you.
        </p>
      </CostsFieldset>
      <GiftAidFieldset
        declaration={content.declaration}
        scopeText={content.declaration.covers}
        example={
          <ByInterval figures={intervals}>
            {(each) => (
              <ByFee figures={each}>{({ short, giftAid }) => `Gift Aid adds ${giftAid} to each ${short}, and costs you nothing.`}</ByFee>
            )}
          </ByInterval>
        }
        {...formState}
      />
      <AboutYou news={content.news} {...formState} />
      <div>
        <Folded title="Start on another day" isOpen={input.start === "day" || concerns(errors, ["start", "day"])}>
          <FirstDayFieldset {...content.days} {...formState} />
        </Folded>
        <Folded title="How often you get a receipt" isOpen={(input.receipts ?? "each") !== "each" || concerns(errors, ["receipts"])}>
          <ReceiptsFieldset {...formState} />
        </Folded>
        <Folded title="A present for somebody" isOpen={input.present === "yes" || concerns(errors, presentFields)}>
          <PresentFieldset days={content.presentDays} {...formState} />
        </Folded>
        <Folded title="In honour or in memory of somebody" isOpen={Boolean(input.tribute) || concerns(errors, tributeFields)}>
          <TributeFieldset {...formState} />
        </Folded>
      </div>
      <Honeypot />
      <div className="stack">
        <p className="num" aria-live={errors.length === 0 ? "polite" : undefined}>
          <ByInterval figures={intervals}>{(each) => <PaymentSentence figures={each} />}</ByInterval>
        </p>
        <p>
          <Button look="give">Check and continue</Button>
        </p>
        <p className="hint">
          Next you see every sum and date once more. Then comes Stripe’s secure page. Nothing is agreed or taken until you confirm there.
        </p>
        <p className="hint">
          We keep what you write here to look after your sponsorship, and what the law asks us to keep.{" "}
          <a href="/privacy">How we handle your details</a>
        </p>
      </div>
    </form>
  );
}

const presentFields = ["present", "presentname", "presentday", "presentwords", "certificate", "presentemail"];
const tributeFields = ["tribute", "tributename", "card", "cardname", "cardemail", "cardwords"];

const concerns = (errors: FormError[], fields: string[]): boolean => errors.some(({ field }) => fields.includes(field));

/** What was chosen in the first step. Its button leads back there with all that was typed. */
const ChosenAmount = ({ weekly, room }: { weekly: string; room: OfferedRoom | undefined }) => (
  <div className="flex flex-wrap items-center gap-4 rounded-md border-2 border-line bg-wash p-4">
    <RoomPane funded={room?.funded ?? 1} />
    <p className="flex-1 basis-40">
      <strong className="block text-lg num">{weekly} a week</strong>
      {room ? `To ${room.name}, ${formatPercent(room.funded)} lit this week` : "To where it is needed most"}
    </p>
    <Button size="small" name="step" value="amount">
      Change<span className="sr-only"> amount or room</span>
    </Button>
  </div>
);

/** Questions that few have: folded, unless they were answered or an answer is wrong. */
const Folded = ({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) => (
  <details open={isOpen}>
    <summary>{title}</summary>
    <div className="pb-6">{children}</div>
  </details>
);

function AboutYou({ news, input, errors }: FormState & { news: PlanFormContent["news"] }) {
  return (
    <fieldset>
      <legend>About you</legend>
      <NameFields lastIsOptional={input.giftaid !== "yes"} input={input} errors={errors} />
      <EmailField hint="For your receipts and your sponsorship. Nothing else unless you ask below." input={input} errors={errors} />
      <Checkbox className={`${tick} mt-5`} name="news" label={news.label} hint={news.hint} checked={input.news === "yes"} />
    </fieldset>
  );
}

const ReceiptsFieldset = ({ input, errors }: FormState) => (
  <Fieldset name="receipts" legend="How often would you like a receipt?" errors={errors}>
    <RadioGroup
      name="receipts"
      selected={input.receipts ?? "each"}
      options={receiptFrequencies.map((frequency) => ({ value: frequency, label: receiptLabels[frequency] }))}
    />
  </Fieldset>
);

/** What is paid, in one sentence: the sums of the check page. */
const PaymentSentence = ({ figures }: { figures: IntervalFigures }) => (
  <ByFee figures={figures}>
    {({ total, giftAid }) => (
      <>
        You pay <strong>{total}</strong>{" "}
        <ByStart now={`today and ${figures.every} after`} later={`${figures.every}, from the day you choose`} />.
        <WithGiftAid> Gift Aid adds {giftAid} to each payment.</WithGiftAid>
      </>
    )}
  </ByFee>
);
