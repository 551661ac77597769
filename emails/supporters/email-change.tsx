import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type EmailChangeProps = {
  sender: Sender;
  /** Which address this email goes to. */
  side: "old" | "new";
  /** Staff wrote it down at the person's word: the old address is told, and need not say yes. */
  isByStaff: boolean;
  /** For how long the link works, such as "3 days". */
  validFor: string;
  confirmUrl: string;
  /** The new address has an account of its own: pressing joins nothing. */
  hasAccount: boolean;
};

/** Asks an address whether a person's emails should go to another one. Holds nothing that somebody typed. */
export const emailChange: EmailTemplate<EmailChangeProps> = {
  subject: ({ side, sender }) =>
    side === "old" ? `Should emails from ${sender.name} go to another address?` : `Should emails from ${sender.name} come to this address?`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={emailChange.subject(props)}
      preview={
        props.isByStaff ? "Nothing changes until the new address has confirmed." : "Nothing changes until both addresses have confirmed."
      }
      reason={
        props.side === "old"
          ? props.isByStaff
            ? "You get this email because somebody told us, as you, that your address changes."
            : "You get this email because somebody who is signed in as you asked for the change."
          : "You get this email because somebody entered this address as their new one."
      }
    >
      <Heading>{props.side === "old" ? "You asked to change your address" : "Is this your new address?"}</Heading>
      <Paragraph>
        {props.side === "old"
          ? props.isByStaff
            ? "You told our staff that our emails should go to another address from now on."
            : "Somebody who is signed in to your pages asked that our emails go to another address from now on."
          : "Somebody asked that our emails to them come to this address from now on."}{" "}
        {props.isByStaff
          ? "Nothing changes until the new address has confirmed."
          : "Nothing changes until the old address and the new one have both confirmed."}{" "}
        The link works for {props.validFor}.
      </Paragraph>
      {props.hasAccount && (
        <Paragraph>
          This address already has an account with us. Nothing is joined by confirming: you would first sign in, see exactly what would come
          into your account, and decide there.
        </Paragraph>
      )}
      <Paragraph>
        {props.side === "old"
          ? "Once the address is changed, every browser is signed out, and links in earlier emails about a sponsorship stop working."
          : "If you confirm, you sign in with this address from then on."}
      </Paragraph>
      <ButtonLink href={props.confirmUrl}>See the change and decide</ButtonLink>
      <SmallPrint>
        {props.side === "old"
          ? "If it was not you, open the page now and cancel the change. That signs out every browser, too."
          : "If you know nothing of it, you need to do nothing."}
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "to the old address": oldSample,
      "to the old address, where staff wrote it down": { ...oldSample, isByStaff: true },
      "to the new address": newSample,
      "to a new address that has an account": { ...newSample, hasAccount: true },
    };
  },
};

const oldSample: EmailChangeProps = {
  sender: sampleSender,
  side: "old",
  isByStaff: false,
  validFor: "3 days",
  confirmUrl: "https://roomlight.example/supporter/email/old/example",
  hasAccount: false,
};
const newSample: EmailChangeProps = { ...oldSample, side: "new", confirmUrl: "https://roomlight.example/supporter/email/new/example" };
