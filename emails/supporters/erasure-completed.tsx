import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type ErasureCompletedProps = {
  sender: Sender;
  /** What the law has us keep, and until when, a sentence each; empty: nothing. */
  retained: string[];
};

/** The last email to somebody who asked to be erased. */
export const erasureCompleted: EmailTemplate<ErasureCompletedProps> = {
  subject: ({ sender }) => `Your data has been deleted at ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={erasureCompleted.subject(props)}
      preview="Nothing more is taken, and no email follows this one."
      reason="This is the last email: it confirms what you asked for."
    >
      <Heading>Your data is deleted</Heading>
      <Paragraph>
        Your sponsorships are stopped and nothing more is taken. Your name, your addresses and what you wrote are deleted here and with our
        payment service. This address is deleted after this email.
      </Paragraph>
      {props.retained.map((sentence) => (
        <Paragraph key={sentence}>{sentence}</Paragraph>
      ))}
      <Paragraph>If you did not ask for this, reply and a person will read what you write. Thank you for what you gave.</Paragraph>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "with donations that are kept": sample, "with nothing that is kept": { ...sample, kept: [] } };
  },
};

const sample: ErasureCompletedProps = {
  sender: sampleSender,
  retained: [
    "The law has us keep the sum and the day of each donation, without your name, until 5 April 2033.",
    "Where you made a Gift Aid declaration, it is kept with your name and home for as long as the last donation under it.",
  ],
};
