import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type SignInProps = {
  sender: Sender;
  /** For how long the link works, such as "20 minutes". */
  validFor: string;
  signInUrl: string;
};

/** The way into a supporter's own pages. Holds nothing that somebody typed. */
export const signIn: EmailTemplate<SignInProps> = {
  subject: ({ sender }) => `Your link to sign in to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={signIn.subject(props)}
      preview={`It works once, for ${props.validFor}.`}
      reason="You get this email because somebody asked to sign in with this address. It is not a newsletter."
    >
      <Heading>Sign in to your own pages</Heading>
      <Paragraph>
        The button opens a page where you sign in. It works once, for {props.validFor}. If you can, open it in the browser in which you
        asked for it.
      </Paragraph>
      <ButtonLink href={props.signInUrl}>Open the page to sign in</ButtonLink>
      <SmallPrint>If you did not ask for this, you need to do nothing: without this email nobody can sign in.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a link": sample };
  },
};

const sample: SignInProps = {
  sender: sampleSender,
  validFor: "20 minutes",
  signInUrl: "https://roomlight.example/supporter/sign-in/example",
};
