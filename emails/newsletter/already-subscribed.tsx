import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type NewsletterAlreadySubscribedProps = { sender: Sender; preferencesUrl: string };

/** Answers a sign-up for an address that has the newsletter already. The page on the site says nothing of it. */
export const newsletterAlreadySubscribed: EmailTemplate<NewsletterAlreadySubscribedProps> = {
  subject: ({ sender }) => `You already get newsletters from ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterAlreadySubscribed.subject(props)}
      preview="Somebody signed this address up once more. Nothing was changed."
      reason="This email was sent because somebody entered this address in a form on our site."
    >
      <Heading>You already get our newsletter</Heading>
      <Paragraph>Somebody, perhaps you, signed this address up for our newsletter. It already gets it, so nothing was changed.</Paragraph>
      <Paragraph>What you get and how often is on your own page. You need no password: the link is yours alone.</Paragraph>
      <ButtonLink href={props.preferencesUrl}>See what you get</ButtonLink>
      <SmallPrint>If it was not you, there is nothing to do.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "signed up again": { sender: sampleSender, preferencesUrl: "https://roomlight.example/newsletter/preferences/example" } };
  },
};
