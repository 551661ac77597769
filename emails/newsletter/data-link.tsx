import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type NewsletterDataLinkProps = { sender: Sender; dataUrl: string };

/** A fresh link to move, download or delete what the newsletter holds. */
export const newsletterDataLink: EmailTemplate<NewsletterDataLinkProps> = {
  subject: ({ sender }) => `Your link to move, download or delete your data at ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterDataLink.subject(props)}
      preview="It works once, for an hour."
      reason="You get this email because somebody asked for it on the newsletter page of this address."
    >
      <Heading>Your link</Heading>
      <Paragraph>
        With this link you can have the newsletter sent to another address, download what we hold about you, or have it deleted. It works
        once, for an hour. Please don’t forward this email.
      </Paragraph>
      <ButtonLink href={props.dataUrl}>Go to the page</ButtonLink>
      <SmallPrint>If it was not you, you need to do nothing: perhaps you forwarded a newsletter. Nothing has changed.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "asked for on the newsletter page": { sender: sampleSender, dataUrl: "https://roomlight.example/newsletter/your-data/example" },
    };
  },
};
