import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type StaffSignInProps = {
  sender: Sender;
  /** For how long the link works, such as "20 minutes". */
  validFor: string;
  signInUrl: string;
};

/** Half of a way in for staff: the other half is a code. Holds nothing that somebody typed. */
export const staffSignIn: EmailTemplate<StaffSignInProps> = {
  subject: ({ sender }) => `Your staff sign-in link for ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={staffSignIn.subject(props)}
      preview={`It works once, for ${props.validFor}.`}
      reason="You get this email because somebody asked to sign in to our staff pages with this address. It is not a newsletter."
    >
      <Heading>Staff sign-in</Heading>
      <Paragraph>
        The button opens a page that asks for the code from your authenticator app, or for one of your recovery codes. It works once, for{" "}
        {props.validFor}.
      </Paragraph>
      <ButtonLink href={props.signInUrl}>Open the page to sign in</ButtonLink>
      <SmallPrint>
        If you did not ask for this, tell whoever looks after your team. Nobody can sign in with this email alone: it needs your code too.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a link": sample };
  },
};

const sample: StaffSignInProps = {
  sender: sampleSender,
  validFor: "20 minutes",
  signInUrl: "https://roomlight.example/desk/sign-in/example",
};
