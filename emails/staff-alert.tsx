import { Layout } from "./layout";
import type { EmailTemplate, Sender } from "./email-template";
import { ButtonLink, Heading, Paragraph } from "./components";
import { sampleSender } from "./samples";

export type StaffAlertProps = {
  sender: Sender;
  subject: string;
  lines: string[];
  link: { label: string; url: string } | null;
  /** Whose address it goes to, where that is not STAFF_EMAIL. */
  reason?: string;
};

/** Tells the charity's own people that something needs looking at. */
export const staffAlert: EmailTemplate<StaffAlertProps> = {
  subject: ({ subject, sender }) => `${sender.name}: ${subject}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={staffAlert.subject(props)}
      preview={props.lines[0] ?? ""}
      reason={props.reason ?? "This email goes to the address that STAFF_EMAIL names."}
    >
      <Heading>{props.subject}</Heading>
      {props.lines.map((line, position) => (
        <Paragraph key={position}>{line}</Paragraph>
      ))}
      {props.link && <ButtonLink href={props.link.url}>{props.link.label}</ButtonLink>}
    </Layout>
  ),

  get samples() {
    return { "a dispute": sample, "a reconciliation": comparison };
  },
};

const sample: StaffAlertProps = {
  sender: sampleSender,
  subject: "A bank has asked for a donation back",
  lines: [
    "Donation RL-0001 of £30.00, given by card on 7 September 2026, is disputed.",
    "Stripe waits for an answer until 21 September 2026.",
  ],
  link: { label: "Open it in Stripe", url: "https://dashboard.stripe.com/disputes" },
};

const comparison: StaffAlertProps = {
  sender: sampleSender,
  subject: "2 donations differ from Stripe",
  lines: [
    "From 7 September 2026 at 03:15 on, 1,204 donations were compared with Stripe. 5 things differed: 3 corrected, 2 left for somebody to look at.",
    "RL-0001: Needs a person: 3000 pence arrived of 2000.",
    "RL-0002: Stripe could not be asked about it. It is looked at again tomorrow.",
  ],
  link: { label: "See what is left", url: "https://www.example.org/desk/reconciliations?run=1" },
};
