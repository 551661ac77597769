import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading, Paragraph, SignOff, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type GiftAidRequestProps = { sender: Sender; requestUrl: string };

/** Asks somebody who gave to make or renew their Gift Aid declaration, or to put name and home right. */
export const giftAidRequest: EmailTemplate<GiftAidRequestProps> = {
  subject: ({ sender }) => `May ${sender.name} claim Gift Aid on what you gave?`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={giftAidRequest.subject(props)}
      preview="Two minutes, and it costs you nothing."
      reason="You get this once because you gave to us and something is missing for Gift Aid. It is not a newsletter."
    >
      <Heading>May we claim Gift Aid on what you gave?</Heading>
      <Paragraph>
        If you pay UK tax, Gift Aid adds 25p to each £1 that you give, and it costs you nothing. For something that you gave, HMRC needs a
        little more from you: your declaration, or your full name and home address.
      </Paragraph>
      <Paragraph>This page is yours alone, so please don’t forward this email. It takes two minutes, and you need no password.</Paragraph>
      <ButtonLink href={props.requestUrl}>Fill it in</ButtonLink>
      <SmallPrint>If you don’t pay enough UK tax, there is nothing to do. The link works once, for 60 days.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "to a donor": { sender: sampleSender, requestUrl: "https://roomlight.example/gift-aid/example" } };
  },
};
