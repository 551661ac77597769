import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, SummaryTable, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type DisputeClosedProps = {
  sender: Sender;
  disputed: string;
  /** The date of the gift. */
  donationDate: string;
  reference: string;
  /** "won": the bank let the payment stand; "lost": the money went back to the giver. */
  result: "won" | "lost";
  hasGiftAid: boolean;
};

/** Says how a bank decided about a payment it had asked back. */
export const disputeClosed: EmailTemplate<DisputeClosedProps> = {
  subject: ({ disputed, sender, result }) =>
    result === "won"
      ? `Settled: your donation of ${disputed} to ${sender.name} stands`
      : `Settled: ${disputed} has gone back to you from ${sender.name}`,

  Body: (props) => {
    const words = results[props.result];
    return (
      <Layout
        sender={props.sender}
        title={disputeClosed.subject(props)}
        preview={words.preview}
        reason="This is a notice about a payment, not a newsletter."
      >
        <Heading>{words.heading}</Heading>
        <Paragraph>
          {words.what(props.disputed)} {props.hasGiftAid ? words.giftAid : ""}
        </Paragraph>
        <SummaryTable
          rows={[
            ["Amount", props.disputed],
            ["Given on", props.donationDate],
            ["Reference", props.reference],
          ]}
        />
        <Paragraph>If this is not as you understand it, reply to this email and a person will read what you write.</Paragraph>
        <SignOff name={props.sender.name} />
      </Layout>
    );
  },

  get samples() {
    return { "the donation stands": stands, "gone back": { ...stands, result: "lost" as const } };
  },
};

const results = {
  won: {
    heading: "Your donation stands",
    preview: "Your bank has decided that the payment was right.",
    what: (sum: string) =>
      `Your bank had asked us for ${sum} and has now decided that the payment was right. It counts as your donation again.`,
    giftAid: "Gift Aid counts on it too.",
  },
  lost: {
    heading: "The money has gone back to you",
    preview: "Your bank has decided that the payment goes back.",
    what: (sum: string) =>
      `Your bank had asked us for ${sum} and has now decided that it goes back to you. It no longer counts as a donation, and nothing more is taken.`,
    giftAid: "No Gift Aid is claimed on it.",
  },
};

const stands: DisputeClosedProps = {
  sender: sampleSender,
  disputed: "£30.00",
  donationDate: "7 September 2026",
  reference: "RL-0001",
  result: "won",
  hasGiftAid: true,
};
