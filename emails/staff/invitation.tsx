import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type StaffInvitationProps = {
  sender: Sender;
  /** Such as "treasurer". */
  role: string;
  /** For how long the link works, such as "3 days". */
  validFor: string;
  invitationUrl: string;
};

/** Invites somebody to the charity's own side of the site. Holds nothing that somebody typed. */
export const staffInvitation: EmailTemplate<StaffInvitationProps> = {
  subject: ({ sender }) => `Your invitation to the staff pages of ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={staffInvitation.subject(props)}
      preview={`It works once, for ${props.validFor}.`}
      reason="You get this email because somebody who looks after our team invited this address. It is not a newsletter."
    >
      <Heading>Join the team</Heading>
      <Paragraph>
        You are invited as {props.role}. The button opens a page where you set up how you sign in: a passkey on your phone or computer, or
        an authenticator app. There is no password. It takes two minutes.
      </Paragraph>
      <ButtonLink href={props.invitationUrl}>Accept the invitation</ButtonLink>
      <SmallPrint>It works once, for {props.validFor}. If you did not expect it, you need to do nothing.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a treasurer": sample };
  },
};

const sample: StaffInvitationProps = {
  sender: sampleSender,
  role: "treasurer",
  validFor: "3 days",
  invitationUrl: "https://roomlight.example/desk/invitation/example",
};
