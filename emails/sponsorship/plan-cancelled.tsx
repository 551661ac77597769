import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, SummaryTable, Heading, Paragraph, TextLink } from "../components";
import { sampleSender } from "../samples";

export type PlanCancelledProps = {
  sender: Sender;
  date: string;
  /** All that was given through it, less what went back; null: nothing was collected. */
  totalGiven: string | null;
  /** When a Direct Debit that the bank had already may still arrive; null: nothing is on its way. */
  pendingUntil: string | null;
  /** The room that it kept, such as "Elm"; null: where it was needed most. */
  room: string | null;
  planReference: string;
  /** The form to join with, filled in as it was. */
  restartUrl: string;
};

/** Confirms that a sponsorship has ended and nothing more is taken. */
export const planCancelled: EmailTemplate<PlanCancelledProps> = {
  subject: ({ sender }) => `Your sponsorship at ${sender.name} has ended`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planCancelled.subject(props)}
      preview="Nothing more is taken."
      reason="This confirms that your sponsorship has ended: it is not a newsletter."
    >
      <Heading>Nothing more is taken</Heading>
      <Paragraph>
        Your sponsorship ended on {props.date}, as you asked.{" "}
        {props.totalGiven ? `You gave ${props.totalGiven} in all: thank you.` : "Nothing was taken."}
      </Paragraph>
      {props.pendingUntil && <Paragraph>{props.pendingUntil}</Paragraph>}
      <SummaryTable
        rows={[
          ["Ended", props.date],
          ["Given in all", props.totalGiven],
          ["Room", props.room],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <Paragraph>
        You don’t need to do anything. Your receipts stay valid. If you would like to come back one day,{" "}
        <TextLink href={props.restartUrl}>the form</TextLink> is where you started.
      </Paragraph>
      <Paragraph>If you did not ask for this, reply to this email and a person will read it.</Paragraph>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "after a year": sample,
      "before the first payment": { ...sample, totalGiven: null, room: null },
      "with a Direct Debit on its way": {
        ...sample,
        pendingUntil:
          "A Direct Debit of £10.00 was with your bank already and can’t be called back. If you want it back, reply to this email.",
      },
    };
  },
};

const sample: PlanCancelledProps = {
  sender: sampleSender,
  date: "7 September 2026",
  totalGiven: "£130.00",
  pendingUntil: null,
  room: "Elm",
  planReference: "RL-0003",
  restartUrl: "https://roomlight.example/sponsor?again=example",
};
