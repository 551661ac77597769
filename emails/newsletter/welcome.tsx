import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, BulletList, Paragraph, SmallPrint, TextLink } from "../components";
import { sampleSender } from "../samples";

export type NewsletterWelcomeProps = {
  sender: Sender;
  /** Our names of the topics, such as "News by email". */
  topics: string[];
  /** How often at most, as the end of a sentence, such as "once a month at most". */
  emailFrequency: string;
  preferencesUrl: string;
  unsubscribeUrl: string;
};

/** Says what will come, and how to change or stop it. */
export const newsletterWelcome: EmailTemplate<NewsletterWelcomeProps> = {
  subject: ({ sender }) => `Welcome: newsletters from ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterWelcome.subject(props)}
      preview="What comes, how often, and how to change or stop it."
      reason="You get this email because you confirmed that you want our newsletter at this address."
    >
      <Heading>You’re signed up. Thank you.</Heading>
      <Paragraph>From now on we send you these, {props.emailFrequency}:</Paragraph>
      <BulletList items={props.topics} />
      <Paragraph>
        To choose another topic, get fewer emails, pause them for three months or use another address, go to your own page. It needs no
        password. Its link is in every email, so please don’t forward emails with it.
      </Paragraph>
      <ButtonLink href={props.preferencesUrl}>See what you get</ButtonLink>
      <SmallPrint>
        Changed your mind? <TextLink href={props.unsubscribeUrl}>Unsubscribe</TextLink> at any time.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "two topics, monthly": sample,
      "one topic": { ...sample, topics: ["News by email"], emailFrequency: "four times a year at most" },
    };
  },
};

const sample: NewsletterWelcomeProps = {
  sender: sampleSender,
  topics: ["News by email", "Appeals by email"],
  emailFrequency: "once a month at most",
  preferencesUrl: "https://roomlight.example/newsletter/preferences/example",
  unsubscribeUrl: "https://roomlight.example/newsletter/leave/example",
};
