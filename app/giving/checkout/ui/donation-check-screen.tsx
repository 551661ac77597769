import { Button } from "~/platform/ui/button";
import { SummaryList } from "~/platform/ui/summary-list";
import { donationFieldNames, type DonationFormInput } from "../donation-form";

/** What a donation comes to, ready to be read. */
export type DonationCheck = {
  /** Such as "£30.66": what is paid. */
  total: string;
  /** The parts of it; null: no fee is covered. */
  parts: { donation: string; cover: string } | null;
  giftAid: string | null;
  appeal: string | null;
  name: string;
  email: string;
  news: boolean;
};

type DonationCheckProps = { check: DonationCheck; input: DonationFormInput; formId: string };

/** The exact sums before Stripe's page, for a form that came without a key of its own. */
export const DonationCheckScreen = ({ check, input, formId }: DonationCheckProps) => (
  <>
    <h1>Check your donation</h1>
    <p className="lead">Nothing has been taken yet. Stripe’s secure page comes next, and you confirm there.</p>
    <SummaryList
      rows={[
        ["You pay", check.total],
        ["Of this, card fee", check.parts && check.parts.cover],
        ["Your donation", check.parts && check.parts.donation],
        ["Gift Aid we will claim", check.giftAid],
        ["Appeal", check.appeal],
        ["Name", check.name],
        ["Receipt to", check.email],
        ["Newsletter", check.news ? "Yes, once you have confirmed your address" : null],
      ]}
    />
    <form method="post" action="/donate" className="form">
      {donationFieldNames
        .filter((name) => name !== "attempt" && name !== "step" && input[name] !== undefined)
        .map((name) => (
          <input key={name} type="hidden" name={name} value={input[name]} />
        ))}
      <input type="hidden" name="attempt" value={formId} />
      <p className="buttons">
        <Button look="give">Donate {check.total}</Button>
        <Button name="step" value="change">
          Change something
        </Button>
      </p>
    </form>
  </>
);
