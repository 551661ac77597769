import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading, Paragraph, SignOff, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type GiftAidChangedProps = { sender: Sender; date: string; giftAidUrl: string };

/** Tells a supporter that name or home for Gift Aid were changed by a link that they were emailed. Does not say to what: emails are passed on. */
export const giftAidChanged: EmailTemplate<GiftAidChangedProps> = {
  subject: ({ sender }) => `Your Gift Aid details at ${sender.name} were changed`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={giftAidChanged.subject(props)}
      preview="By the link in an email of ours. If that was not you, tell us."
      reason="This is a notice about a change that was made with your link. It is not a newsletter."
    >
      <Heading>Your Gift Aid details were changed</Heading>
      <Paragraph>
        On {props.date} somebody with the link that we had emailed to you changed the name or the home address that we tell HMRC with your
        Gift Aid declaration. The link no longer works.
      </Paragraph>
      <Paragraph>If that was you, thank you: there is nothing more to do.</Paragraph>
      <ButtonLink href={props.giftAidUrl}>See your Gift Aid</ButtonLink>
      <SmallPrint>If it was not, reply to this email: a person will read it and put it right.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "by the emailed link": { sender: sampleSender, date: "28 November 2026", giftAidUrl: "https://roomlight.example/supporter/gift-aid" },
    };
  },
};
