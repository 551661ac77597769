import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type NewsletterAddressChangedProps = { sender: Sender; date: string };

/** Tells the address before that emails go to another one now. Does not say which: it may be somebody else's mailbox by now. */
export const newsletterAddressChanged: EmailTemplate<NewsletterAddressChangedProps> = {
  subject: ({ sender }) => `Newsletters from ${sender.name} no longer come here`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterAddressChanged.subject(props)}
      preview="Our newsletter goes to another address now. If that was not you, tell us."
      reason="This is a notice about a change that was made with your link, not a newsletter."
    >
      <Heading>Our newsletter goes to another address now</Heading>
      <Paragraph>
        On {props.date} somebody with a link that we had emailed to this address asked for our newsletter to go to another address, and that
        address confirmed it. So they no longer come here, and the link in your old emails no longer leads to them.
      </Paragraph>
      <Paragraph>If that was you, there is nothing to do.</Paragraph>
      <SmallPrint>If it was not, reply to this email: a person will read it and put it right.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "to another address": { sender: sampleSender, date: "22 November 2026" } };
  },
};
