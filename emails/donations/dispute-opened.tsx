import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, SummaryTable, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type DisputeOpenedProps = {
  sender: Sender;
  /** What the bank has asked for. */
  disputed: string;
  /** The date of the gift. */
  donationDate: string;
  reference: string;
  hasGiftAid: boolean;
  /** A Direct Debit claimed back is gone at once; a card payment is looked into first. */
  paymentMethod: "by card" | "by Direct Debit";
};

/** Says that the giver's bank has asked for the money back. */
export const disputeOpened: EmailTemplate<DisputeOpenedProps> = {
  subject: ({ disputed, sender }) => `Your bank has asked ${sender.name} to give ${disputed} back`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={disputeOpened.subject(props)}
      preview="If that is what you wanted, there is nothing to do."
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>Your bank has asked for the money back</Heading>
      <Paragraph>
        On {props.donationDate} you gave {props.disputed} {props.paymentMethod}. Your bank now says that the payment is not yours, or not as
        you agreed to. If that is right, there is nothing to do.{" "}
        {props.paymentMethod === "by card"
          ? "The bank holds the money while it looks into it."
          : "The bank has taken the money back for you."}
      </Paragraph>
      <SummaryTable
        rows={[
          ["Asked back", props.disputed],
          ["Given on", props.donationDate],
          ["Reference", props.reference],
        ]}
      />
      <Paragraph>
        Until it is settled we do not count this as a donation
        {props.hasGiftAid ? ", and we claim no Gift Aid on it" : ""}.{" "}
        {props.paymentMethod === "by card" ? "We tell you when it is settled." : ""}
      </Paragraph>
      <Paragraph>
        If it was a mistake, for example because the name on your statement was not one you knew, reply to this email and your bank can put
        it right.
      </Paragraph>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "by card, with Gift Aid": byCard,
      "by Direct Debit": { ...byCard, paymentMethod: "by Direct Debit" as const, hasGiftAid: false },
    };
  },
};

const byCard: DisputeOpenedProps = {
  sender: sampleSender,
  disputed: "£30.00",
  donationDate: "7 September 2026",
  reference: "RL-0001",
  hasGiftAid: true,
  paymentMethod: "by card",
};
