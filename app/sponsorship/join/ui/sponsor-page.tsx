import { SpendingClause } from "~/giving/checkout/ui/spending-clause";
import type { FormError } from "~/platform/http/forms/form-fields";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { PageLayout } from "~/platform/ui/page-layout";
import { Switch, SwitchLink } from "~/platform/ui/switch";
import type { RoomsWeek } from "~/sponsorship/rooms/ui/week-facts";
import type { PlanFormInput } from "../plan-form";
import { AmountScreen } from "./amount-screen";
import { DetailsScreen, type ChosenFigures, type PlanFormContent } from "./details-screen";
import { PlanFormAlertBox, type PlanFormAlert } from "./plan-form-alert";
import type { OfferedRoom } from "./room-choice";
import { HouseAside, SponsorStory } from "./sponsor-story";

/** `figures`: what the amount comes to, in the second step; null: the first. `isKept`: the second was filled in before. */
export type SponsorForm = { input: PlanFormInput; figures: ChosenFigures | null; alert: PlanFormAlert | null; isKept: boolean };

type SponsorPageProps = {
  content: PlanFormContent;
  rooms: OfferedRoom[];
  /** Null: the figures can't be read just now. */
  week: RoomsWeek | null;
  sponsors: number;
  spending: string[];
  form: SponsorForm;
  errors: FormError[];
  waitSeconds: number;
};

/** A step of the sponsor's form, with the house beside it. */
export function SponsorPage({ content, rooms, week, sponsors, spending, form, errors, waitSeconds }: SponsorPageProps) {
  const { input, figures, alert, isKept } = form;
  const step = figures ? 2 : 1;
  // What is wrong with the second step is said there, where its fields are.
  const shownErrors = figures ? errors : errors.filter(({ field }) => amountFields.has(field));
  return (
    <PageLayout currentSection="/sponsor" skipLinkText="Skip to the form" isWide>
      <div className="stack lg:grid lg:grid-cols-[minmax(0,42rem)_minmax(0,1fr)] lg:gap-x-14">
        <div className="stack">
          <ErrorSummary errors={shownErrors} />
          {alert && <PlanFormAlertBox alert={alert} waitSeconds={waitSeconds} />}
          <StepHead step={step} />
          {figures ? (
            <DetailsScreen content={content} figures={figures} rooms={rooms} input={input} errors={shownErrors} />
          ) : (
            <AmountScreen content={content} rooms={rooms} input={input} isKept={isKept} errors={shownErrors} />
          )}
          <SpendingClause />
        </div>
        <HouseAside week={week} isBelowForm={step === 1} />
      </div>
      {step === 1 && <SponsorStory week={week} sponsors={sponsors} spending={spending} />}
    </PageLayout>
  );
}

const amountFields = new Set(["weekly", "other", "room"]);

const StepHead = ({ step }: { step: 1 | 2 }) => (
  <>
    <p className="quiet">Step {step} of 2</p>
    <h1>{step === 1 ? "Sponsor a room" : "How often, and your details"}</h1>
    {step === 1 && (
      <>
        <p className="lead">
          A small sum each week helps to keep one window lit. You can pause, change or cancel it yourself, with no phone call.
        </p>
        <Switch label="How often">
          <SwitchLink href="/donate">Once</SwitchLink>
          <SwitchLink href="/sponsor" current="page">
            Every week
          </SwitchLink>
        </Switch>
      </>
    )}
  </>
);
