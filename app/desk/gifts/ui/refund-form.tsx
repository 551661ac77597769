import { maxNoteLength, refundReasonLabels, refundReasons, type RefundInput } from "~/giving/payments/refund-rules";
import { formatPounds, pence } from "~/platform/money";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Field, TextArea } from "~/platform/ui/text-field";

type RefundFormProps = { gift: { given: string; refundable: number }; formId: string; input: RefundInput; errors: FormError[] };

/** Sends money of a gift back. The amount is filled in with all that is left. */
export function RefundForm({ gift, formId, input, errors }: RefundFormProps) {
  if (gift.refundable === 0)
    return (
      <>
        <h2>Refund</h2>
        <p>Nothing of this donation can be refunded now.</p>
      </>
    );
  return (
    <>
      <h2>Refund</h2>
      <form method="post" className="form">
        <input type="hidden" name="formId" value={formId} />
        <Field
          name="amount"
          label="How much to refund"
          hint={`Up to ${formatPounds(pence(gift.refundable))} of ${gift.given}. Stripe keeps its fee.`}
          prefix="£"
          inputMode="decimal"
          defaultValue={input.amount}
          errors={errors}
        />
        <CompactRadioGroup
          name="reason"
          legend="Why"
          options={refundReasons.map((reason) => ({ value: reason, label: refundReasonLabels[reason] }))}
          selected={input.reason}
          errors={errors}
        />
        <TextArea
          name="note"
          label="Note (optional)"
          hint={`Up to ${maxNoteLength} characters. The donor does not see it.`}
          rows={2}
          defaultValue={input.note}
          errors={errors}
        />
        <p className="hint">The donor gets an email. Its Gift Aid goes down automatically.</p>
        <Button look="danger" name="do" value="refund">
          Refund
        </Button>
      </form>
    </>
  );
}
