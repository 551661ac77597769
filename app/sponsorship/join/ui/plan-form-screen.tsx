import { GiftAidFieldset } from "~/giving/gift-aid/ui/gift-aid-fieldset";
import type { FormError } from "~/platform/http/forms/form-fields";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Fieldset, RadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";
import { Honeypot } from "~/platform/ui/honeypot";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";
import { receiptFrequencies, type PlanFormInput, type ReceiptFrequency } from "../plan-form";
import type { FrequencyOption } from "../frequency-options";
import { FirstDayFieldset } from "./first-day-fieldset";
import { PlanFormAlertBox, type PlanFormAlert } from "./plan-form-alert";
import { FrequencyChoice } from "./frequency-choice";
import { RoomChoice, type OfferedRoom } from "./room-choice";
import { TributeFieldset } from "./tribute-fieldset";
import { WeeklyChoice } from "./weekly-choice";

/** What the form says that does not depend on what was typed. Sums in the words are ready to be read. */
export type PlanFormContent = {
  amounts: { pence: number; does: string }[];
  roomWeekPence: number;
  sponsors: string;
  demonstration: boolean;
  fees: { card: string; directDebit: string };
  days: { from: string; until: string; last: string };
  declaration: { claimStatement: string; explanation: string; covers: string };
  news: { label: string; hint: string };
};

/** What it says of the weekly sum in question: the chosen one, or the smallest. */
export type WeeklyFigures = { weekly: string; options: FrequencyOption[]; cover: string; collection: string; withGiftAid: string };

export type PlanFormScreenProps = {
  content: PlanFormContent;
  figures: WeeklyFigures;
  rooms: OfferedRoom[];
  input: PlanFormInput;
  errors: FormError[];
  alert: PlanFormAlert | null;
  waitSeconds: number;
};

const receiptLabels: Record<ReceiptFrequency, string> = {
  each: "Each time",
  monthly: "Once a month, of all that came in it",
  yearly: "Once a year, after the tax year ends on 5 April",
};

/** The sponsor's whole form. Needs no JavaScript; where `:has` is unknown, all questions stay in view. */
export function PlanFormScreen({ content, figures, rooms, input, errors }: Omit<PlanFormScreenProps, "alert" | "waitSeconds">) {
  const formState = { input, errors };
  return (
    <form method="post" action="/sponsor" className="form" noValidate acceptCharset="utf-8">
      <input type="hidden" name="attempt" value={input.attempt ?? ""} />
      {input.again && <input type="hidden" name="again" value={input.again} />}
      <input type="hidden" name="source" value={input.source ?? ""} />
      <WeeklyChoice {...content} {...formState} />
      <FrequencyChoice options={figures.options} weekly={figures.weekly} fees={content.fees} {...formState} />
      <FirstDayFieldset {...content.days} {...formState} />
      <RoomChoice {...content} rooms={rooms} {...formState} />
      <FeeFieldset figures={figures} {...formState} />
      <GiftAidFieldset
        declaration={content.declaration}
        scopeText={content.declaration.covers}
        example={figures.collection}
        exampleWithGiftAid={figures.withGiftAid}
        {...formState}
      />
      <AboutYou news={content.news} {...formState} />
      <ReceiptsFieldset {...formState} />
      <TributeFieldset {...formState} />
      <Honeypot />
      <div className="stack">
        <p>
          <button className="button give">Check and continue</button>
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

/** What stands above the form's heading when it comes back. */
export function FormAlerts({ errors, alert, waitSeconds }: Pick<PlanFormScreenProps, "errors" | "alert" | "waitSeconds">) {
  return (
    <>
      <ErrorSummary errors={errors} />
      {alert && <PlanFormAlertBox alert={alert} waitSeconds={waitSeconds} />}
    </>
  );
}

type FormState = Pick<PlanFormScreenProps, "input" | "errors">;

function FeeFieldset({ figures, input, errors }: FormState & { figures: WeeklyFigures }) {
  return (
    <fieldset>
      <legend>The fee</legend>
      <p className="hint">
        You can add the payment costs, so that all of your sponsorship reaches the rooms: about {figures.cover} on each {figures.collection}
        . It is an estimate, because we don’t know your card yet. The next screen shows the exact sum.
      </p>
      <FieldError field="cover" message={findError(errors, "cover")} />
      <Checkbox name="cover" label="Add the fee to each payment" checked={input.cover === "yes"} />
    </fieldset>
  );
}

function AboutYou({ news, input, errors }: FormState & { news: PlanFormContent["news"] }) {
  return (
    <fieldset>
      <legend>About you</legend>
      <NameFields input={input} errors={errors} />
      <EmailField
        hint="For your receipts and for changing your sponsorship. Nothing else unless you ask below."
        input={input}
        errors={errors}
      />
      <Checkbox className="tick news" name="news" label={news.label} hint={news.hint} checked={input.news === "yes"} />
    </fieldset>
  );
}

function ReceiptsFieldset({ input, errors }: FormState) {
  return (
    <Fieldset name="receipts" legend="How often would you like a receipt?" errors={errors}>
      <RadioGroup
        name="receipts"
        selected={input.receipts ?? "each"}
        options={receiptFrequencies.map((frequency) => ({ value: frequency, label: receiptLabels[frequency] }))}
      />
    </Fieldset>
  );
}
