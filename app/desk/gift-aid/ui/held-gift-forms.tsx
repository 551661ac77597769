import { leftOutReasons, leftOutWords } from "~/claims/gifts/hold-backs";
import { Button } from "~/platform/ui/button";
import type { FormError } from "~/platform/ui/error-summary";
import { CompactRadioGroup } from "~/platform/ui/radio-group";
import { Checkbox, Field, TextArea } from "~/platform/ui/text-field";
import { factGrid } from "~/desk/ui/looks";

type Details = { firstName: string; lastName: string; house: string; postcode: string | null };
type GiftView = {
  id: string;
  reference: string;
  donor: string;
  paidOn: string | null;
  open: string | null;
  state: string;
  why: { text: string } | null;
  told: Details | null;
  sent: (Details & { title: string | null }) | null;
  claim: { number: string; id: string; status: string } | undefined;
};

export const longestNote = 300;

/** What is known of a gift's Gift Aid. */
export function GiftAidFacts({ gift }: { gift: GiftView }) {
  const { told, sent, claim } = gift;
  return (
    <>
      <p className="lead">
        {gift.state === "ready" && "It can be claimed."}
        {gift.state === "held" && `It is held back. ${gift.why?.text ?? ""}`}
        {gift.state === "claimed" && "It is in a claim."}
        {gift.state === "none" && "Nothing of it can be claimed: it was not paid, or it is over."}
      </p>
      <dl className={factGrid}>
        <Fact label="Donation">
          <a href={`/desk/gifts/${gift.id}`}>{gift.reference}</a>
        </Fact>
        <Fact label="From">
          <bdi>{gift.donor || "no name"}</bdi>
        </Fact>
        {gift.paidOn && <Fact label="Paid">{gift.paidOn}</Fact>}
        {gift.open && <Fact label="To be claimed on">{gift.open}</Fact>}
        {claim && (
          <Fact label="Claim">
            <a href={`/desk/gift-aid/claims/${claim.id}`}>{claim.number}</a>, {claim.status.toLowerCase()}
          </Fact>
        )}
        {told && <Fact label="As the donor told it">{detailsText(told)}</Fact>}
        {sent && <Fact label="As HMRC will have it">{detailsText(sent)}</Fact>}
      </dl>
    </>
  );
}

const detailsText = ({ title, firstName, lastName, house, postcode }: Details & { title?: string | null }): string =>
  `${[title, firstName, lastName].filter(Boolean).join(" ")}, ${house}, ${postcode ?? "outside the UK"}`;

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type CorrectInput = { first: string; last: string; house: string; postcode: string; overseas: string };
type CorrectFormProps = { gift: GiftView; input: CorrectInput; errors: FormError[] };

/** Name and home as HMRC should have them, beside what the donor told. */
export function CorrectForm({ gift: { told }, input, errors }: CorrectFormProps) {
  if (!told) return null;
  return (
    <form method="post" className="form" noValidate>
      <h2>Enter name and home for HMRC</h2>
      <p className="hint">It counts for all donations under this declaration, until the donor tells something else.</p>
      <Field name="first" label="First name" hint={`The donor wrote: ${told.firstName}`} defaultValue={input.first} errors={errors} />
      <Field name="last" label="Last name" hint={`The donor wrote: ${told.lastName}`} defaultValue={input.last} errors={errors} />
      <Field
        name="house"
        label="House name or number, and street"
        hint={`The donor wrote: ${told.house}`}
        defaultValue={input.house}
        errors={errors}
      />
      <Field
        name="postcode"
        label="Postcode"
        className="max-w-40"
        hint={told.postcode === null ? "The donor told a home outside the UK" : `The donor wrote: ${told.postcode}`}
        defaultValue={input.postcode}
        errors={errors}
      />
      <Checkbox name="overseas" label="The home is outside the UK" checked={input.overseas === "yes"} />
      <Button name="do" value="correct">
        Save for HMRC
      </Button>
    </form>
  );
}

/** Keeps the gift out of claims, with a reason. */
export function LeaveOutForm({ input, errors }: { input: { reason: string; note: string }; errors: FormError[] }) {
  return (
    <form method="post" className="form">
      <h2>Exclude it</h2>
      <CompactRadioGroup
        name="reason"
        legend="Why"
        options={leftOutReasons
          .filter((reason) => reason !== "refused_by_hmrc")
          .map((reason) => ({ value: reason, label: leftOutWords[reason] }))}
        selected={input.reason}
        errors={errors}
      />
      <TextArea
        name="note"
        label="Note (optional)"
        hint={`Up to ${longestNote} characters.`}
        rows={2}
        defaultValue={input.note}
        errors={errors}
      />
      <Button name="do" value="leave-out">
        Exclude it
      </Button>
    </form>
  );
}
