import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Facts, Heading, Paragraph } from "./parts";
import { sampleSender } from "./samples";

export type PlanLapsedProps = {
  sender: Sender;
  total: string;
  /** Why, as a plain sentence; null: the bank did not say. */
  reason: string | null;
  plan: string;
  date: string;
  /** What all its collections came to; null: nothing was ever collected. */
  gave: string | null;
  /** The form, filled in as it was. */
  restartUrl: string;
};

/** Says that a plan has ended because a collection could not be made, and how to begin again. */
export const planLapsed: Letter<PlanLapsedProps> = {
  subject: ({ sender }) => `Your plan with ${sender.name} has ended`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planLapsed.subject(props)}
      preview="We tried several times and have stopped. Nothing more is taken."
      why="This is a notice about a payment, not a newsletter."
    >
      <Heading>We have stopped trying</Heading>
      <Paragraph>
        Your {props.total} could not be collected, although it was tried several times. {props.reason ?? "Your bank did not say why."} So
        your plan has ended, and nothing more is taken.
      </Paragraph>
      {props.gave && (
        <Paragraph>It came to {props.gave} in all. Each week of it kept somebody’s door locked and warm. Thank you.</Paragraph>
      )}
      <Facts
        rows={[
          ["Your plan", props.plan],
          ["Ended", props.date],
        ]}
      />
      <Paragraph>If you would like to go on, the form is filled in as it was. Nothing is taken until you confirm there.</Paragraph>
      <ButtonLink href={props.restartUrl}>Begin again</ButtonLink>
      <Paragraph>There is nothing you need to do. If you have a question, reply to this letter and a person will read it.</Paragraph>
      <Close name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "after a year": sample, "before anything was collected": { ...sample, gave: null, reason: null } };
  },
};

const sample: PlanLapsedProps = {
  sender: sampleSender,
  total: "£10.00",
  reason: "Your bank says that there was not enough in the account.",
  plan: "RL-0101",
  date: "12 October 2026",
  gave: "£130.00",
  restartUrl: "https://roomlight.example/sponsor?again=example",
};
