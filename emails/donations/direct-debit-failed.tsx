import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type DirectDebitFailedProps = {
  sender: Sender;
  total: string;
  /** Why, as a plain sentence, such as "Your bank says there was not enough in the account."; null: the bank did not say. */
  reason: string | null;
  date: string;
  reference: string;
  /** The form, with all that was written before filled in. */
  retryUrl: string;
};

/** Says that a Direct Debit was not paid, and that nothing was taken. */
export const directDebitFailed: EmailTemplate<DirectDebitFailedProps> = {
  subject: ({ total, sender }) => `Your Direct Debit of ${total} to ${sender.name} was not paid`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={directDebitFailed.subject(props)}
      preview={`Nothing was taken. ${props.reason ?? "Your bank did not say why."}`}
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>Your payment didn’t go through</Heading>
      <Paragraph>Nothing was taken from your account, and we won’t try again. {props.reason ?? "Your bank did not say why."}</Paragraph>
      <SummaryTable
        rows={[
          ["Not paid", props.total],
          ["Date", props.date],
          ["Reference", props.reference],
        ]}
      />
      <Paragraph>
        If you would still like to give, the form is filled in as you left it. Nothing is taken until you confirm there.
      </Paragraph>
      <ButtonLink href={props.retryUrl}>Go to the form</ButtonLink>
      <Paragraph>There is nothing you need to do. If you have a question, reply to this email and a person will read it.</Paragraph>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "with a reason": sample, "without a reason": { ...sample, reason: null } };
  },
};

const sample: DirectDebitFailedProps = {
  sender: sampleSender,
  total: "£30.00",
  reason: "Your bank says that there was not enough in the account.",
  date: "12 September 2026",
  reference: "RL-0002",
  retryUrl: "https://roomlight.example/donate?again=example",
};
