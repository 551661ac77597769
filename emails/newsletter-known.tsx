import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Heading, Paragraph, Quiet } from "./parts";
import { sampleSender } from "./samples";

export type NewsletterKnownProps = { sender: Sender; preferencesUrl: string };

/** Answers a sign-up for an address that has the newsletter already. The page on the site says nothing of it. */
export const newsletterKnown: Letter<NewsletterKnownProps> = {
  subject: ({ sender }) => `You already get letters from ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterKnown.subject(props)}
      preview="Somebody signed this address up once more. Nothing was changed."
      why="This letter was sent because somebody wrote this address into a form on our site."
    >
      <Heading>You have them already</Heading>
      <Paragraph>Somebody, perhaps you, signed this address up for our letters. It gets them already, so nothing was changed.</Paragraph>
      <Paragraph>What you get and how often is on your own page. You need no password: the link is yours alone.</Paragraph>
      <ButtonLink href={props.preferencesUrl}>See what you get</ButtonLink>
      <Quiet>If it was not you, there is nothing to do.</Quiet>
      <Close name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "signed up again": { sender: sampleSender, preferencesUrl: "https://roomlight.example/newsletter/preferences/example" } };
  },
};
