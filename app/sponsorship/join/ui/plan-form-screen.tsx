import { GiftAidQuestion } from "~/giving/gift-aid/ui/gift-aid-fieldset";
import type { Mistake } from "~/giving/checkout/form-fields";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Options, Question } from "~/platform/ui/radio-group";
import { mistakeIn, Tick, Why } from "~/platform/ui/text-field";
import { Trap } from "~/platform/ui/honeypot";
import { EmailField, NameFields } from "~/supporters/ui/person-fields";
import { receiptRhythms, type ReceiptRhythm, type TypedPlan } from "../plan-form";
import type { WayToCollect } from "../frequency-options";
import { FirstDayQuestion } from "./first-day-fieldset";
import { PlanNoticeBox, type PlanNotice } from "./plan-form-alert";
import { RhythmChoice } from "./frequency-choice";
import { RoomChoice, type OfferedRoom } from "./room-choice";
import { TributeQuestion } from "./tribute-fieldset";
import { WeeklyChoice } from "./weekly-choice";

/** What the form says that does not depend on what was typed. Sums in the words are ready to be read. */
export type PlanFormPage = {
  amounts: { pence: number; does: string }[];
  roomWeekPence: number;
  sponsors: string;
  demonstration: boolean;
  fees: { card: string; directDebit: string };
  days: { from: string; until: string; last: string };
  declaration: { wish: string; explanation: string; covers: string };
  news: { words: string; hint: string };
};

/** What it says of the weekly sum in question: the chosen one, or the smallest. */
export type WeeklyFigures = { of: string; ways: WayToCollect[]; cover: string; collection: string; withGiftAid: string };

export type PlanFormScreenProps = {
  page: PlanFormPage;
  figures: WeeklyFigures;
  rooms: OfferedRoom[];
  typed: TypedPlan;
  mistakes: Mistake[];
  notice: PlanNotice | null;
  minutes: number;
};

const receiptWords: Record<ReceiptRhythm, string> = {
  each: "Each time",
  monthly: "Once a month, of all that came in it",
  yearly: "Once a year, after the tax year ends on 5 April",
};

/** The sponsor's whole form. Needs no JavaScript; where `:has` is unknown, all questions stay in view. */
export function PlanFormScreen({ page, figures, rooms, typed, mistakes }: Omit<PlanFormScreenProps, "notice" | "minutes">) {
  const both = { typed, mistakes };
  return (
    <form method="post" action="/sponsor" className="form" noValidate acceptCharset="utf-8">
      <input type="hidden" name="attempt" value={typed.attempt ?? ""} />
      {typed.again && <input type="hidden" name="again" value={typed.again} />}
      <input type="hidden" name="source" value={typed.source ?? ""} />
      <WeeklyChoice {...page} {...both} />
      <RhythmChoice ways={figures.ways} of={figures.of} fees={page.fees} {...both} />
      <FirstDayQuestion {...page.days} {...both} />
      <RoomChoice {...page} rooms={rooms} {...both} />
      <FeeQuestion figures={figures} {...both} />
      <GiftAidQuestion
        declaration={page.declaration}
        covers={page.declaration.covers}
        example={figures.collection}
        becomes={figures.withGiftAid}
        {...both}
      />
      <AboutYou news={page.news} {...both} />
      <Receipts {...both} />
      <TributeQuestion {...both} />
      <Trap />
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
export function AboveTheForm({ mistakes, notice, minutes }: Pick<PlanFormScreenProps, "mistakes" | "notice" | "minutes">) {
  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      {notice && <PlanNoticeBox notice={notice} minutes={minutes} />}
    </>
  );
}

type Both = Pick<PlanFormScreenProps, "typed" | "mistakes">;

function FeeQuestion({ figures, typed, mistakes }: Both & { figures: WeeklyFigures }) {
  return (
    <fieldset>
      <legend>The fee</legend>
      <p className="hint">
        You can add what carrying and repeating the payment costs, so that all of it reaches the rooms: about {figures.cover} on each{" "}
        {figures.collection}. It is an estimate, because we don’t know your card yet. The next screen shows the exact sum.
      </p>
      <Why field="cover" words={mistakeIn(mistakes, "cover")} />
      <Tick name="cover" label="Add the fee to each payment" checked={typed.cover === "yes"} />
    </fieldset>
  );
}

function AboutYou({ news, typed, mistakes }: Both & { news: PlanFormPage["news"] }) {
  return (
    <fieldset>
      <legend>About you</legend>
      <NameFields typed={typed} mistakes={mistakes} />
      <EmailField
        hint="For your receipts and for changing your plan. Nothing else unless you ask below."
        typed={typed}
        mistakes={mistakes}
      />
      <Tick className="tick news" name="news" label={news.words} hint={news.hint} checked={typed.news === "yes"} />
    </fieldset>
  );
}

function Receipts({ typed, mistakes }: Both) {
  return (
    <Question name="receipts" legend="How often would you like a receipt?" mistakes={mistakes}>
      <Options
        name="receipts"
        chosen={typed.receipts ?? "each"}
        options={receiptRhythms.map((rhythm) => ({ value: rhythm, words: receiptWords[rhythm] }))}
      />
    </Question>
  );
}
