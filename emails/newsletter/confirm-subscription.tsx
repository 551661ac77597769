import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, BulletList, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type NewsletterConfirmProps = {
  sender: Sender;
  /** To join, or to bring the newsletter to this address from another. */
  kind: "join" | "move";
  /** Our names of the topics, such as "News by email". Nothing in this email is what a visitor typed. */
  topics: string[];
  confirmUrl: string;
  /** Such as "29 November 2026". */
  expiryDate: string;
};

const headings = { join: "Would you like our newsletter?", move: "Would you like our newsletter at this address?" };

/** Asks an address to confirm. Whoever gets it by mistake need do nothing. */
export const newsletterConfirm: EmailTemplate<NewsletterConfirmProps> = {
  subject: ({ kind, sender }) =>
    kind === "join"
      ? `Please confirm: newsletters from ${sender.name}`
      : `Please confirm your new address for newsletters from ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={newsletterConfirm.subject(props)}
      preview="Confirm your sign-up with one button. If it was not you, do nothing."
      reason="This email was sent because somebody entered this address in a form on our site."
    >
      <Heading>{headings[props.kind]}</Heading>
      <Paragraph>You (or someone using your address) asked for these to come to this address:</Paragraph>
      <BulletList items={props.topics} />
      <Paragraph>If that is right, open this page and confirm your sign-up. The link works until {props.expiryDate}.</Paragraph>
      <ButtonLink href={props.confirmUrl}>Go to the page</ButtonLink>
      <SmallPrint>If it was not you, there is nothing to do: unless you confirm, we send nothing and delete this address.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "to join": sample, "to move": { ...sample, kind: "move" as const, topics: ["News by email"] } };
  },
};

const sample: NewsletterConfirmProps = {
  sender: sampleSender,
  kind: "join",
  topics: ["News by email", "Events by email"],
  confirmUrl: "https://roomlight.example/newsletter/confirm/example",
  expiryDate: "29 November 2026",
};
