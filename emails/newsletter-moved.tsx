import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { Close, Heading, Paragraph, Quiet } from "./parts";
import { sampleSender } from "./samples";

export type NewsletterMovedProps = { sender: Sender; date: string };

/** Tells the address before that letters go to another one now. Does not say which: it may be somebody else's mailbox by now. */
export const newsletterMoved: Letter<NewsletterMovedProps> = {
  subject: ({ sender }) => `Letters from ${sender.name} no longer come here`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterMoved.subject(props)}
      preview="They go to another address now. If that was not you, tell us."
      why="This is a notice about a change that was made with your link, not a newsletter."
    >
      <Heading>They go to another address now</Heading>
      <Paragraph>
        On {props.date} somebody with the link from one of your letters asked for our letters to go to another address, and that address
        confirmed it. So they no longer come here, and the link in your old letters no longer leads to them.
      </Paragraph>
      <Paragraph>If that was you, there is nothing to do.</Paragraph>
      <Quiet>If it was not, reply to this letter: a person will read it and put it right.</Quiet>
      <Close name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "to another address": { sender: sampleSender, date: "22 November 2026" } };
  },
};
