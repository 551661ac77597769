import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Note } from "~/platform/ui/note";
import { Field, TextArea } from "~/platform/ui/text-field";
import { formatPounds } from "~/platform/money";
import type { CorrectionInput, CorrectionPage } from "../correction-forms.server";
import type { OfflineQuestion } from "../offline-forms.server";
import { OfflineGiftFields, OfflineGiftQuestions } from "./offline-gift-fields";

type CorrectionFormsProps = Omit<CorrectionPage, "input"> & {
  input: CorrectionInput;
  formId: string;
  question: OfflineQuestion;
  errors: FormError[];
};

/** What can be done to an offline gift afterwards: put it right, say that it never was, record what went back. */
export function CorrectionForms({ gift, claim, funds, input, formId, question, errors }: CorrectionFormsProps) {
  if (!gift.isOpen) return <p>This donation is void: it was entered by mistake, and counts nowhere.</p>;
  const hidden = (
    <>
      <input type="hidden" name="formId" value={formId} />
      <input type="hidden" name="version" value={gift.version} />
    </>
  );
  return (
    <>
      {claim ? (
        <Note as="p">
          It is in Gift Aid claim <a href={`/desk/gift-aid/claims/${claim.id}`}>{claim.number}</a>, so it can’t be corrected or made void.
          If some of it should not have been claimed, record a refund or exclude it from Gift Aid: the next claim takes it off.
        </Note>
      ) : (
        <form method="post" className="form" noValidate>
          {hidden}
          <OfflineGiftQuestions question={question} input={input} errors={errors} />
          <OfflineGiftFields input={input} funds={funds} errors={errors} />
          <TextArea
            name="reason"
            label="Why it is corrected"
            hint="Stands on the donation’s page."
            rows={2}
            defaultValue={input.reason}
            errors={errors}
          />
          <Button look="give" name="do" value="correct">
            Save correction
          </Button>
        </form>
      )}
      {gift.left > 0 && (
        <>
          <h2>Record a refund</h2>
          <form method="post" className="form" noValidate>
            {hidden}
            <p>
              This sends no money and no email: pay it back yourself, then record it here. Up to {formatPounds(gift.left)} of {gift.given}.
            </p>
            <Field
              name="refundAmount"
              label="How much went back"
              prefix="£"
              inputMode="decimal"
              defaultValue={input.refundAmount}
              errors={errors}
            />
            <Field name="refundReason" label="Why it went back" defaultValue={input.refundReason} errors={errors} />
            <Button name="do" value="refund">
              Record refund
            </Button>
          </form>
        </>
      )}
      {!claim && (
        <>
          <h2>Make it void</h2>
          <form method="post" className="form" noValidate>
            {hidden}
            <p>For a donation that never was: it counts nowhere from then on. It stays in the list of void donations.</p>
            <Field name="voidReason" label="Why it is void" defaultValue={input.voidReason} errors={errors} />
            <Button look="danger" name="do" value="void">
              Make void
            </Button>
          </form>
        </>
      )}
    </>
  );
}
