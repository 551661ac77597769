import { DirectDebitGuarantee } from "../direct-debit-guarantee";
import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint, TextLink } from "../components";
import { sampleSender } from "../samples";

export type PlanChangedProps = {
  sender: Sender;
  subject: string;
  heading: string;
  /** What changed and what comes of it, a sentence or two each. */
  paragraphs: string[];
  /** What came before and what comes next; rows whose value is null are left out. */
  facts: [name: string, value: string | null][];
  /** For a Direct Debit: who collects, and how long before a change the sponsor is told. */
  directDebit: { collector: string; noticePeriod: string } | null;
  /** The page of this one plan, without signing in. */
  planUrl: string;
  supporterUrl: string;
};

/** Confirms a change of a sponsorship, with the next sum and date. Once for each change. */
export const planChanged: EmailTemplate<PlanChangedProps> = {
  subject: ({ subject }) => subject,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={props.subject}
      preview={props.paragraphs[0] ?? ""}
      reason="This confirms a change of your sponsorship: it is not a newsletter."
    >
      <Heading>{props.heading}</Heading>
      {props.paragraphs.map((words) => (
        <Paragraph key={words}>{words}</Paragraph>
      ))}
      <SummaryTable rows={props.facts} />
      <ButtonLink href={props.planUrl}>See your sponsorship</ButtonLink>
      <SmallPrint>
        The button opens a page for this one sponsorship, where it can be paused or cancelled without signing in, so please don’t forward
        this email. For everything else, <TextLink href={props.supporterUrl}>sign in with your email address</TextLink>.
      </SmallPrint>
      <Paragraph>If you did not ask for this, reply to this email and a person will read it.</Paragraph>
      {props.directDebit && <DirectDebitGuarantee {...props.directDebit} />}
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "another amount": sample, "a pause, by Direct Debit": paused };
  },
};

const sample: PlanChangedProps = {
  sender: sampleSender,
  subject: "Your sponsorship is now £5.00 a week",
  heading: "Your new amount",
  paragraphs: ["You now give £5.00 a week. Nothing was taken today: the new sum counts from the next payment."],
  facts: [
    ["Before", "£2.50 a week"],
    ["Next payment", "£20.00 on 5 October 2026"],
    ["Your sponsorship", "RL-0003"],
  ],
  directDebit: null,
  planUrl: "https://roomlight.example/plan/example",
  supporterUrl: "https://roomlight.example/supporter",
};

const paused: PlanChangedProps = {
  ...sample,
  subject: "Your sponsorship is paused until 4 January 2027",
  heading: "A break, until 4 January 2027",
  paragraphs: ["Nothing is taken until then. On that day your sponsorship restarts automatically; we send you an email a week before."],
  facts: [
    ["Starts again", "£10.00 on 4 January 2027"],
    ["Your sponsorship", "RL-0003"],
  ],
  directDebit: { collector: "Stripe", noticePeriod: "2 working days" },
};
