import type { ReactNode } from "react";
import { SelectField } from "~/desk/ui/select-field";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field, FieldError, TextArea, findError } from "~/platform/ui/text-field";
import type { PlanInput } from "../plan-forms.server";
import type { DeskPlanPage } from "../plan-page.server";

type PlanActionsProps = { plan: DeskPlanPage; sent: string | null; input: PlanInput; errors: FormError[] };

/** What staff can do with a sponsorship at its sponsor's word. The sponsor gets the email that they would get had they done it themselves. */
export function PlanActions({ plan, sent, input, errors }: PlanActionsProps) {
  const form = (does: string, label: string, children: ReactNode, isDangerous = false) => (
    <form method="post" className="form" noValidate>
      <input type="hidden" name="seen" value={plan.seen} />
      {children}
      <Button look={isDangerous ? "danger" : "plain"} name="do" value={does}>
        {label}
      </Button>
    </form>
  );
  const typedIn = (does: string): PlanInput => (sent === does ? input : {});
  return (
    <div className="stack">
      <h2>On the sponsor’s request</h2>
      <p className="hint">They get an email about each change but the room.</p>
      {form(
        "amount",
        "Change the amount",
        <Field
          name="other"
          label="How much a week"
          hint="From the next payment on. Nothing is taken today."
          prefix="£"
          inputMode="decimal"
          defaultValue={typedIn("amount").other ?? plan.weekly}
          errors={errors}
        />,
      )}
      {plan.hasPendingInterval
        ? form("keep-interval", "Take the change of times back", null)
        : form(
            "interval",
            "Change the times",
            <SelectField
              name="interval"
              label="How often it is collected"
              value={typedIn("interval").interval ?? plan.interval}
              options={plan.intervals}
              errors={errors}
            />,
          )}
      {form(
        "room",
        "Change the room",
        <SelectField
          name="room"
          label="Room"
          value={typedIn("room").room ?? plan.roomId ?? ""}
          options={[{ value: "", label: "Where it is needed most" }, ...plan.rooms.map(({ id, name }) => ({ value: id, label: name }))]}
          errors={errors}
        />,
      )}
      {plan.isPaused
        ? form(
            "resume",
            "Let it go on",
            <>
              <FieldError field="resume" message={findError(errors, "resume")} />
              <input type="hidden" name="timing" value={plan.timing} />
              <p className="hint" id="resume">
                {plan.timing === "now" ? "A payment is taken at once." : "Nothing is taken before what is paid for ends."}
              </p>
            </>,
          )
        : form(
            "pause",
            "Pause it",
            <Field
              name="until"
              label="Pause until"
              hint="The day on which it restarts, within 12 months."
              defaultValue={typedIn("pause").until ?? plan.pauseUntil}
              errors={errors}
            />,
          )}
      {(plan.isSkipping || plan.nextAt) && !plan.isPaused && (
        <>
          <FieldError field="skip" message={findError(errors, "skip")} />
          <div id="skip">
            {plan.isSkipping
              ? form("unskip", "Take the next payment after all", null)
              : form("skip", `Skip the payment of ${plan.nextDay ?? ""}`, <input type="hidden" name="nextAt" value={plan.nextAt ?? ""} />)}
          </div>
        </>
      )}
      {form(
        "stop",
        "Cancel it now",
        <TextArea
          name="reason"
          label="Why, in their words (optional)"
          rows={2}
          defaultValue={typedIn("stop").reason}
          hint="It ends at once, and nothing more is taken."
          errors={errors}
        />,
        true,
      )}
    </div>
  );
}
