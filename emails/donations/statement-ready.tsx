import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading, Paragraph, SignOff, SmallPrint, SummaryTable } from "../components";
import { sampleSender } from "../samples";

export type StatementReadyProps = {
  sender: Sender;
  /** Such as "6 April 2025 to 5 April 2026". */
  period: string;
  /** Such as "£120.00". */
  total: string;
  withGiftAid: string;
  statementsUrl: string;
};

/** Says what somebody gave in a tax year, and where the statement is. Staff send it at their word. */
export const statementReady: EmailTemplate<StatementReadyProps> = {
  subject: ({ period }) => `Your statement for ${period}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={statementReady.subject(props)}
      preview={`You gave ${props.total}.`}
      reason="You asked us for this statement. It is not a newsletter."
    >
      <Heading>{statementReady.subject(props)}</Heading>
      <SummaryTable
        rows={[
          ["You gave", props.total],
          ["Gift Aid counts on", props.withGiftAid],
        ]}
      />
      <Paragraph>
        Each payment with its day, for your tax return or your own books, is on your own pages, as PDF and as a spreadsheet.
      </Paragraph>
      <ButtonLink href={props.statementsUrl}>Sign in and download it</ButtonLink>
      <SmallPrint>To sign in you need no password: we send a link to this address.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "for a tax year": {
        sender: sampleSender,
        period: "6 April 2025 to 5 April 2026",
        total: "£120.00",
        withGiftAid: "£100.00",
        statementsUrl: "https://roomlight.example/supporter/statements",
      },
    };
  },
};
