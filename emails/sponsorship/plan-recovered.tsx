import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, Heading, Paragraph, SmallPrint, TextLink } from "../components";
import { sampleSender } from "../samples";

export type PlanRecoveredProps = {
  sender: Sender;
  total: string;
  date: string;
  /** Such as "£10.00 on 5 October 2026". */
  nextCollection: string | null;
  planUrl: string;
};

/** Thanks once for a collection that was paid after it had failed, where the receipt comes later. */
export const planRecovered: EmailTemplate<PlanRecoveredProps> = {
  subject: ({ total, sender }) => `Thank you: your ${total} to ${sender.name} has gone through`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planRecovered.subject(props)}
      preview="Your sponsorship continues as before."
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>We’ve received your payment. Thank you.</Heading>
      <Paragraph>
        {props.total} was paid on {props.date}, and your sponsorship continues as before. There is nothing more for you to do.
        {props.nextCollection && ` The next payment is ${props.nextCollection}.`}
      </Paragraph>
      <SmallPrint>
        You can <TextLink href={props.planUrl}>pause or cancel this sponsorship without signing in</TextLink>. Whoever has this link can use
        it, so please don’t forward this email.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a sponsorship that continues": sample };
  },
};

const sample: PlanRecoveredProps = {
  sender: sampleSender,
  total: "£10.00",
  date: "8 October 2026",
  nextCollection: "£10.00 on 2 November 2026",
  planUrl: "https://roomlight.example/plan/example",
};
