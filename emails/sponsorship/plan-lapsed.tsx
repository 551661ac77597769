import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type PlanLapsedProps = {
  sender: Sender;
  total: string;
  /** Why, as a plain sentence; null: the bank did not say. */
  reason: string | null;
  planReference: string;
  date: string;
  /** What all its collections came to; null: nothing was ever collected. */
  totalGiven: string | null;
  /** The form, filled in as it was. */
  restartUrl: string;
};

/** Says that a plan has ended because a collection could not be made, and how to begin again. */
export const planLapsed: EmailTemplate<PlanLapsedProps> = {
  subject: ({ sender }) => `Your sponsorship with ${sender.name} has ended`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planLapsed.subject(props)}
      preview="We tried several times and have stopped. Nothing more is taken."
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>We have stopped trying</Heading>
      <Paragraph>
        Your {props.total} could not be collected, although it was tried several times. {props.reason ?? "Your bank did not say why."} So
        your sponsorship has ended, and nothing more is taken.
      </Paragraph>
      {props.totalGiven && (
        <Paragraph>It came to {props.totalGiven} in all. Each week of it kept somebody’s door locked and warm. Thank you.</Paragraph>
      )}
      <SummaryTable
        rows={[
          ["Your sponsorship", props.planReference],
          ["Ended", props.date],
        ]}
      />
      <Paragraph>If you would like to go on, the form is filled in as it was. Nothing is taken until you confirm there.</Paragraph>
      <ButtonLink href={props.restartUrl}>Start again</ButtonLink>
      <Paragraph>There is nothing you need to do. If you have a question, reply to this email and a person will read it.</Paragraph>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "after a year": sample, "before anything was collected": { ...sample, totalGiven: null, reason: null } };
  },
};

const sample: PlanLapsedProps = {
  sender: sampleSender,
  total: "£10.00",
  reason: "Your bank says that there was not enough in the account.",
  planReference: "RL-0101",
  date: "12 October 2026",
  totalGiven: "£130.00",
  restartUrl: "https://roomlight.example/sponsor?again=example",
};
