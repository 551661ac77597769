import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading, Paragraph, SignOff, SmallPrint, SummaryTable, TextLink } from "../components";
import { sampleSender } from "../samples";

export type RoomNewsProps = {
  sender: Sender;
  subject: string;
  heading: string;
  /** What becomes of the room and of the sponsorship, a sentence or two each. */
  paragraphs: string[];
  planReference: string;
  /** Where its sponsor chooses a room, without signing in. */
  chooseUrl: string;
  supporterUrl: string;
};

/** Tells a sponsor that their room closes, has closed, or stays open after all. Once for each. */
export const roomNews: EmailTemplate<RoomNewsProps> = {
  subject: ({ subject }) => subject,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={props.subject}
      preview={props.paragraphs[0] ?? ""}
      reason="This is about the room of your sponsorship: it is not a newsletter."
    >
      <Heading>{props.heading}</Heading>
      {props.paragraphs.map((words) => (
        <Paragraph key={words}>{words}</Paragraph>
      ))}
      <ButtonLink href={props.chooseUrl}>Choose a room</ButtonLink>
      <SummaryTable rows={[["Your sponsorship", props.planReference]]} />
      <SmallPrint>
        The button opens a page for this one sponsorship, without signing in, so please don’t forward this email. For everything else,{" "}
        <TextLink href={props.supporterUrl}>sign in with your email address</TextLink>.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a room that closes": sample };
  },
};

const sample: RoomNewsProps = {
  sender: sampleSender,
  subject: "The room Rowan closes on 28 December 2026: which room next?",
  heading: "The room Rowan closes on 28 December 2026",
  paragraphs: [
    "You have helped to keep the room Rowan lit. Thank you. We are closing it on 28 December 2026, and would like to know which room your sponsorship should light next.",
    "If you don’t choose one by then, it goes to where it is needed most, week by week. Nothing about your payments changes either way.",
  ],
  planReference: "RL-0003",
  chooseUrl: "https://roomlight.example/plan/example/room",
  supporterUrl: "https://roomlight.example/supporter",
};
