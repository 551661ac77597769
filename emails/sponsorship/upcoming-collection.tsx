import { DirectDebitGuarantee } from "../direct-debit-guarantee";
import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type UpcomingCollectionProps = {
  sender: Sender;
  /** What will be taken, and when. */
  amount: string;
  date: string;
  /** "year": a year's collection comes; "pause": a pause ends. */
  reason: "year" | "pause";
  paymentMethod: string | null;
  planReference: string;
  directDebit: { collector: string; noticePeriod: string } | null;
  /** The page of this one plan, without signing in: pause or stop it there. */
  planUrl: string;
};

/** Says ahead of time that a sum will be taken, so that nobody is surprised by it. Once for each collection. */
export const upcomingCollection: EmailTemplate<UpcomingCollectionProps> = {
  subject: ({ amount, date, sender }) => `Coming up: ${amount} to ${sender.name} on ${date}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={upcomingCollection.subject(props)}
      preview={`${props.amount} on ${props.date}. There is nothing to do.`}
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>{props.reason === "year" ? "Your next year" : "Your break ends soon"}</Heading>
      <Paragraph>
        {props.reason === "year"
          ? `Your sponsorship is collected once a year, and the day is near: ${props.amount} on ${props.date}. If that suits you, there is nothing to do.`
          : `You paused your sponsorship. It restarts automatically on ${props.date}, and ${props.amount} is taken that day. If that suits you, there is nothing to do.`}
      </Paragraph>
      <SummaryTable
        rows={[
          ["To be taken", props.amount],
          ["On", props.date],
          ["From", props.paymentMethod],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <ButtonLink href={props.planUrl}>Pause or cancel it</ButtonLink>
      <SmallPrint>The button opens a page for this one sponsorship, without signing in, so please don’t forward this email.</SmallPrint>
      {props.directDebit && <DirectDebitGuarantee {...props.directDebit} />}
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    const debit = { ...sample, reason: "pause" as const, paymentMethod: "Bank account ending 2345", amount: "£10.00" };
    return {
      "a year, by card": sample,
      "a pause ends, by Direct Debit": { ...debit, directDebit: { collector: "Stripe", noticePeriod: "2 working days" } },
    };
  },
};

const sample: UpcomingCollectionProps = {
  sender: sampleSender,
  amount: "£130.00",
  date: "7 September 2026",
  reason: "year",
  paymentMethod: "Visa ending 4242",
  planReference: "RL-0003",
  directDebit: null,
  planUrl: "https://roomlight.example/plan/example",
};
