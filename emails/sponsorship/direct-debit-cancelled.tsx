import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, PauseOrStopNote } from "../components";
import { sampleSender } from "../samples";

export type DirectDebitCancelledProps = {
  sender: Sender;
  /** Such as "Bank account ending 2345". */
  account: string;
  /** The sum and date that were to come next; null: none was. */
  nextCollection: string | null;
  planReference: string;
  /** Leads to another card or account for this plan in one step. */
  newCardUrl: string;
  planUrl: string;
};

/** Says that a bank has cancelled a sponsorship's Direct Debit, before a collection fails by it. Once for each mandate. */
export const directDebitCancelled: EmailTemplate<DirectDebitCancelledProps> = {
  subject: () => "Your bank has cancelled your Direct Debit",

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={directDebitCancelled.subject(props)}
      preview="Nothing more can be collected by it."
      reason="This is a notice about your sponsorship, not a newsletter."
    >
      <Heading>Your Direct Debit has ended</Heading>
      <Paragraph>
        Your bank tells us that the Direct Debit for your sponsorship has been cancelled. Nothing more can be collected by it, and you owe
        nothing.
      </Paragraph>
      <Paragraph>
        If you would like to go on, please give a card or a bank account; it takes a minute, and nothing is taken before the next payment is
        due. If you meant to cancel, you can do that here, and thank you for all you gave.
      </Paragraph>
      <SummaryTable
        rows={[
          ["Account", props.account],
          ["Was to come next", props.nextCollection],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <ButtonLink href={props.newCardUrl}>Use another card or account</ButtonLink>
      <PauseOrStopNote planUrl={props.planUrl} />
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a sponsorship": sample };
  },
};

const sample: DirectDebitCancelledProps = {
  sender: sampleSender,
  account: "Bank account ending 2345",
  nextCollection: "£10.00 on 5 October 2026",
  planReference: "RL-0003",
  newCardUrl: "https://roomlight.example/new-card/example",
  planUrl: "https://roomlight.example/plan/example",
};
