import type { OpenFund } from "~/giving/offline/offline-gift-form";
import { giverKindLabels, giverKinds, offlineMethods, paymentMethodLabels } from "~/giving/payment-methods";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, Field, FieldError, findError, TextArea } from "~/platform/ui/text-field";
import { SelectField } from "~/desk/ui/select-field";
import type { OfflineFormInput, OfflineQuestion } from "../offline-forms.server";

type FieldsProps = { input: OfflineFormInput; funds: readonly OpenFund[]; errors: FormError[] };

/** What is known of a gift that did not come through Stripe. */
export function OfflineGiftFields({ input, funds, errors }: FieldsProps) {
  return (
    <>
      <SelectField
        name="method"
        label="How it came"
        value={input.method ?? ""}
        anyLabel="Choose"
        options={offlineMethods.map((value) => ({ value, label: paymentMethodLabels[value] }))}
        errors={errors}
      />
      <Field name="amount" label="Amount" prefix="£" inputMode="decimal" defaultValue={input.amount} errors={errors} />
      <Field
        name="receivedOn"
        label="The day on which it came"
        hint="Such as 27/3/2026: when you had it in your hand, or when the bank had it."
        defaultValue={input.receivedOn}
        errors={errors}
      />
      <Field
        name="bankReference"
        label="Reference (optional)"
        hint="The number of the cheque or voucher, or the words on the bank’s statement."
        defaultValue={input.bankReference}
        errors={errors}
      />
      <SelectField
        name="fund"
        label="Fund"
        value={input.fund ?? ""}
        options={funds.map(({ id, name }) => ({ value: id, label: name }))}
        errors={errors}
      />
      <CompactRadioGroup
        name="giver"
        legend="Who gave it"
        options={giverKinds.map((value) => ({ value, label: giverKindLabels[value] }))}
        selected={input.giver ?? "person"}
        errors={errors}
      />
      <p className="hint">Gift Aid is only ever claimed on what one person gave, and never on a charity voucher or a collection.</p>
      <Field name="first" label="First name" autoComplete="off" defaultValue={input.first} errors={errors} />
      <Field
        name="last"
        label="Last name"
        hint="Or the name of the company, the group or the collection, such as “In memory of Ada Byron”. Nobody said? Leave both names empty."
        autoComplete="off"
        defaultValue={input.last}
        errors={errors}
      />
      <Field
        name="email"
        label="Email address (optional)"
        hint="By it a supporter is known again."
        inputMode="email"
        autoComplete="off"
        defaultValue={input.email}
        errors={errors}
      />
      <TextArea name="address" label="Postal address (optional)" rows={3} defaultValue={input.address} errors={errors} />
      <Field
        name="postcode"
        label="Postcode (optional)"
        hint="With the name, it lets you find a supporter who has no email address."
        autoComplete="off"
        defaultValue={input.postcode}
        errors={errors}
      />
    </>
  );
}

type QuestionProps = { question: OfflineQuestion; input: OfflineFormInput; errors: FormError[] };

/** What has to be said before the gift is written down: whose it is, or that it is another one. Asked once, it stays asked. */
export function OfflineGiftQuestions({ question, input, errors }: QuestionProps) {
  return (
    <>
      {question.people.length > 0 && (
        <CompactRadioGroup
          name="person"
          legend="Whose donation is it?"
          options={[
            ...question.people.map(({ value, label, hint }) => ({ value, label: `${label} (${hint})` })),
            { value: "new", label: "Somebody else, who is not known here yet" },
          ]}
          {...(input.person !== undefined && { selected: input.person })}
          errors={errors}
        />
      )}
      {question.people.length === 0 && input.person && <input type="hidden" name="person" value={input.person} />}
      {question.doubles.length > 0 && (
        <div className="stack">
          <p>
            Already there:{" "}
            {question.doubles.map(({ id, reference }) => (
              <a key={id} href={`/desk/gifts/${id}`}>
                {reference}
              </a>
            ))}
          </p>
          <FieldError field="another" message={findError(errors, "another")} />
          <Checkbox name="another" checked={input.another === "yes"} label="This is another donation" />
        </div>
      )}
      {question.doubles.length === 0 && input.another === "yes" && <input type="hidden" name="another" value="yes" />}
    </>
  );
}
