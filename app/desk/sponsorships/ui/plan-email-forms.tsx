import { SelectField } from "~/desk/ui/select-field";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Checkbox, FieldError, findError } from "~/platform/ui/text-field";
import { receiptFrequencies } from "~/sponsorship/join/plan-form";
import type { PlanInput } from "../plan-forms.server";
import type { DeskPlanPage } from "../plan-page.server";
import { buttonRow } from "~/desk/ui/looks";

const frequencyLabels: Record<(typeof receiptFrequencies)[number], string> = {
  each: "For each payment",
  monthly: "Once a month",
  yearly: "Once a tax year",
};

type Props = { plan: DeskPlanPage; formId: string; sent: string | null; input: PlanInput; errors: FormError[] };

/** What staff can do about the emails of a sponsorship, also of one that ended. */
export function PlanEmailForms({ plan, formId, sent, input, errors }: Props) {
  const typed = sent === "receipts" ? input : null;
  const seen = <input type="hidden" name="seen" value={plan.seen} />;
  return (
    <div className="stack">
      <h2>Their emails</h2>
      <form method="post" className="form" noValidate>
        {seen}
        <SelectField
          name="receipts"
          label="Receipts"
          value={typed?.receipts ?? plan.receipts}
          options={receiptFrequencies.map((value) => ({ value, label: frequencyLabels[value] }))}
          errors={errors}
        />
        <Checkbox
          name="anniversary"
          label="An email on the anniversary"
          checked={typed ? typed.anniversary === "yes" : plan.hasAnniversaryEmail}
        />
        <Button name="do" value="receipts">
          Save
        </Button>
      </form>
      <FieldError field="links" message={findError(errors, "links")} />
      <form method="post" className="form" id="links">
        {seen}
        <input type="hidden" name="formId" value={formId} />
        <p className="hint">
          By the link they give another card or account, pause or cancel it, and start again after it ended. It goes to their address.
        </p>
        <p className={buttonRow}>
          <Button name="do" value="send-link">
            Send them the link
          </Button>
          <Button name="do" value="links">
            End links in earlier emails
          </Button>
        </p>
      </form>
    </div>
  );
}
