import type { ClaimStatus } from "~/claims/claim-status";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { buttonRow } from "~/desk/ui/looks";

type Claim = {
  status: ClaimStatus;
  liveRefusedRows: number;
  wasRestSent: boolean;
  scheduleMadeOn: string | null;
  wasListed: { at: string; isThere: boolean } | null;
  mayAskHmrc: boolean;
  /** The site has what it needs to send claims to HMRC itself. */
  isSentFromHere: boolean;
  /** Only HMRC's test service has it. */
  isTest: boolean;
  changedRows: { position: number; reference: string }[];
  today: string;
};
type Input = { amount: string; paidOn: string; bankReference: string; formReference: string };
type NextStepProps = { claim: Claim; input: Input; errors: FormError[] };

/** What a treasurer can do with a claim as it stands. */
export function ClaimNextStep(props: NextStepProps) {
  switch (props.claim.status) {
    case "ready":
      return <ReadyStep {...props} />;
    case "unknown":
      return <UnknownStep {...props} />;
    case "submitted":
      return (
        <form method="post">
          <StepButton value="poll">Ask HMRC now</StepButton>
        </form>
      );
    case "refused":
      return <RefusedStep {...props} />;
    case "accepted":
      return (
        <>
          <PaymentForm {...props} />
          {props.claim.isTest && <Discard isTest />}
        </>
      );
    default:
      return null;
  }
}

function StepButton({ value, children, danger = false }: { value: string; children: string; danger?: boolean }) {
  return (
    <Button look={danger ? "danger" : "plain"} name="do" value={value}>
      {children}
    </Button>
  );
}

function ChangedRows({ rows }: { rows: Claim["changedRows"] }) {
  return (
    <form method="post" className="stack">
      <h2>Rows that changed since</h2>
      <p>
        Something was refunded, held or excluded since the rows were frozen:{" "}
        {rows.map(({ position, reference }) => `row ${position} (${reference})`).join(", ")}. The claim can’t go with them.
      </p>
      <StepButton value="leave-out-changed">Leave these rows out</StepButton>
    </form>
  );
}

function ReadyStep({ claim, input, errors }: NextStepProps) {
  const { changedRows, scheduleMadeOn, isSentFromHere } = claim;
  if (changedRows.length > 0)
    return (
      <>
        <ChangedRows rows={changedRows} />
        <Discard />
      </>
    );
  return (
    <>
      {isSentFromHere ? (
        <SubmitForm scheduleMadeOn={scheduleMadeOn} />
      ) : (
        <>
          <h2>Hand it in</h2>
          <p>
            By HMRC’s own form: <a href="#files">download its schedule</a>, and put it in there. To submit claims from here, the site needs
            the settings that begin with HMRC_.
          </p>
        </>
      )}
      {scheduleMadeOn && (
        <form method="post" className="form">
          <h2>Handed in by HMRC’s form?</h2>
          <Field name="formReference" label="The reference that HMRC showed" defaultValue={input.formReference} errors={errors} />
          <StepButton value="handed-in">HMRC took it by its form</StepButton>
        </form>
      )}
      <Discard />
    </>
  );
}

function SubmitForm({ scheduleMadeOn }: Pick<Claim, "scheduleMadeOn">) {
  return (
    <form method="post" className="stack">
      <h2>Submit it</h2>
      {scheduleMadeOn ? (
        <>
          <p>
            Its schedule was made on {scheduleMadeOn}. Send it from here only if it was not handed in by HMRC’s form: otherwise it would be
            claimed twice.
          </p>
          <StepButton value="submit-not-by-form">It was not handed in by the form: submit to HMRC</StepButton>
        </>
      ) : (
        <>
          <p>It is sent to HMRC once. You are asked for your passkey or a code if you did not show one just now.</p>
          <StepButton value="submit">Submit to HMRC</StepButton>
          <p>
            Or hand it in by HMRC’s own form: <a href="#files">download its schedule</a>.
          </p>
        </>
      )}
    </form>
  );
}

function Discard({ isTest = false }: { isTest?: boolean }) {
  return (
    <details>
      <summary>Give it up</summary>
      <form method="post" className="stack">
        <p>
          {isTest
            ? "Only HMRC’s test service took it, which pays nothing. Its donations can then be claimed for real."
            : "HMRC gets nothing of it. Its donations can be claimed again; rows that HMRC refused are held back until they are corrected."}
        </p>
        <StepButton value="discard" danger>
          Give this claim up
        </StepButton>
      </form>
    </details>
  );
}

function UnknownStep({ claim: { wasListed, mayAskHmrc } }: NextStepProps) {
  return (
    <>
      <h2>What to do</h2>
      <form method="post" className="stack">
        <p>1. Look at HMRC’s list of what it has. That sends nothing and changes nothing there.</p>
        {wasListed && (
          <p>
            <strong>
              {wasListed.isThere ? "The list had the claim" : "The list did not have the claim"} on {wasListed.at}.
            </strong>
          </p>
        )}
        <StepButton value="look">Look at HMRC’s list</StepButton>
      </form>
      <form method="post" className="stack">
        <p>2. Decide. If you are not sure, ask HMRC’s charities helpline.</p>
        <p className={buttonRow}>
          {mayAskHmrc && <StepButton value="decide:there">HMRC has it: ask for the result</StepButton>}
          {wasListed && !wasListed.isThere && <StepButton value="decide:not-there">HMRC does not have it: make it ready again</StepButton>}
          {wasListed && <StepButton value="decide:failed">HMRC said that it could not process it</StepButton>}
          <StepButton value="decide:accepted">HMRC told us that it took it</StepButton>
        </p>
      </form>
    </>
  );
}

function RefusedStep({ claim: { changedRows, liveRefusedRows, wasRestSent } }: NextStepProps) {
  if (changedRows.length > 0) return <ChangedRows rows={changedRows} />;
  return (
    <>
      <h2>What to do</h2>
      {liveRefusedRows > 0 && wasRestSent ? (
        <p>The rest was sent once before. Give the claim up, put the rows below right, and prepare a new one.</p>
      ) : (
        <form method="post" className="stack">
          <p>
            {liveRefusedRows > 0
              ? "The rest can be sent again, once, without the rows below. Those are held back until they are corrected, and come with a later claim."
              : "If it was a setting, have it corrected first. Then the same rows can be sent again."}
          </p>
          <StepButton value="send-again">{liveRefusedRows > 0 ? "Send the rest to HMRC" : "Send it to HMRC again"}</StepButton>
        </form>
      )}
      <Discard />
    </>
  );
}

function PaymentForm({ claim, input, errors }: NextStepProps) {
  return (
    <form method="post" className="form" noValidate>
      <h2>Record the payment</h2>
      <Field
        name="amount"
        label="How much came in"
        hint="As the bank line says. HMRC may round by some pence."
        prefix="£"
        inputMode="decimal"
        defaultValue={input.amount}
        errors={errors}
      />
      <Field name="paidOn" type="date" label="On which day" max={claim.today} defaultValue={input.paidOn} errors={errors} />
      <Field name="bankReference" label="What the bank line says" defaultValue={input.bankReference} errors={errors} />
      <StepButton value="paid">Record the payment</StepButton>
    </form>
  );
}
