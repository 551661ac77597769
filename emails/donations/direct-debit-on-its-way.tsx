import { DirectDebitGuarantee } from "../direct-debit-guarantee";
import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type DirectDebitOnItsWayProps = {
  sender: Sender;
  total: string;
  /** When the bank takes it, such as "between 10 and 14 September 2026". */
  expected: string;
  /** The name that the bank statement shows. */
  statementDescriptor: string;
  /** Who collects it, as the guarantee names them. */
  collector: string;
  /** How long before a change the giver is told, such as "3 working days". */
  noticePeriod: string;
  reference: string;
  giftUrl: string;
};

/** Says that a Direct Debit has been asked for, before anything is taken. */
export const directDebitOnItsWay: EmailTemplate<DirectDebitOnItsWayProps> = {
  subject: ({ total, sender }) => `Your Direct Debit of ${total} to ${sender.name} is on its way`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={directDebitOnItsWay.subject(props)}
      preview={`Your bank takes ${props.total} ${props.expected}. Nothing has been taken yet.`}
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>Your donation is on its way</Heading>
      <Paragraph>
        Thank you. Your bank takes {props.total} {props.expected}. Nothing has been taken yet. When it has arrived, we send you a receipt.
      </Paragraph>
      <SummaryTable
        rows={[
          ["To be taken", props.total],
          ["When", props.expected],
          ["Your statement shows", props.statementDescriptor],
          ["Reference", props.reference],
        ]}
      />
      <ButtonLink href={props.giftUrl}>See the latest status</ButtonLink>
      <Paragraph>If you did not ask for this, reply to this email and we stop it.</Paragraph>
      <DirectDebitGuarantee collector={props.collector} noticePeriod={props.noticePeriod} />
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "one donation": sample };
  },
};

const sample: DirectDebitOnItsWayProps = {
  sender: sampleSender,
  total: "£30.00",
  expected: "between 10 and 14 September 2026",
  statementDescriptor: "ROOMLIGHT",
  collector: "Roomlight",
  noticePeriod: "3 working days",
  reference: "RL-0002",
  giftUrl: "https://roomlight.example/thank-you/example",
};
