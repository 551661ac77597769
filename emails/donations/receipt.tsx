import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint, TextLink } from "../components";
import { registeredSender, sampleSender } from "../samples";

export type ReceiptProps = {
  sender: Sender;
  /** The gift without what was added for the fee, such as "£30.00". */
  amount: string;
  /** What the giver added to cover the fee of the payment; null: nothing. It is part of what was given. */
  feeCover: string | null;
  /** All that was given: the gift and the fee cover. */
  total: string;
  /** Such as "by card". */
  paymentMethod: string;
  /** Such as "7 September 2026". */
  date: string;
  reference: string;
  donorName: string;
  /** The appeal that it was given to; null: the charity's work. */
  appeal: string | null;
  /** What the gift does, as one sentence or two. */
  impact: string;
  /** Nights of a room that the gift pays for, 0 to 7: more than seven count as seven. Null: it is for something else. */
  nightsLit: number | null;
  /** null: the gift has no Gift Aid declaration. */
  giftAid: { claim: string; explanation: string; changeUrl: string } | null;
  secondaryPurpose: string;
  /** The page that shows this gift. */
  giftUrl: string;
};

const countWords = ["", "one", "two", "three", "four", "five", "six"];

/** What the windows at the top show, in words. */
export const nightsText = (lit: number): string => {
  if (lit <= 0) return "Seven nights in a week. Your donation goes towards one of them.";
  return `Seven nights in a week. Your donation lights ${lit >= 7 ? "all seven" : `${countWords[lit]} of them`}.`;
};

/** Says that a gift has arrived, and serves as the proof of it. Once for each payment. */
export const receipt: EmailTemplate<ReceiptProps> = {
  subject: ({ total, sender }) => `Your receipt: ${total} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={receipt.subject(props)}
      preview={`${props.total} received on ${props.date}.${props.giftAid ? ` We will claim ${props.giftAid.claim} of Gift Aid on it.` : ""}`}
      {...(props.nightsLit !== null && { nightsLit: props.nightsLit, banner: nightsText(props.nightsLit) })}
      reason="This is a receipt, not a newsletter."
    >
      <Heading>Thank you. We’ve received your donation.</Heading>
      <Paragraph>{props.impact}</Paragraph>
      <SummaryTable
        rows={[
          ["Your donation", props.amount],
          ["Added to cover the fee", props.feeCover],
          ["Given in all", props.feeCover === null ? null : props.total],
          ["For", props.appeal],
          ["Gift Aid we will claim", props.giftAid?.claim ?? null],
          ["Paid", props.paymentMethod],
          ["Date", props.date],
          ["Given by", props.donorName],
          ["Reference", props.reference],
        ]}
      />
      <Paragraph>
        Please keep this email: it is your receipt. If something is wrong, reply to it and a person will read what you write.
      </Paragraph>
      <ButtonLink href={props.giftUrl}>See your donation</ButtonLink>
      {props.giftAid && (
        <SmallPrint>
          {props.giftAid.explanation} <TextLink href={props.giftAid.changeUrl}>Change or cancel Gift Aid</TextLink>
        </SmallPrint>
      )}
      <SmallPrint>{props.secondaryPurpose}</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "with Gift Aid, by card": withGiftAid, "one week and a fee, by Direct Debit": withoutGiftAid, "to an appeal": toAppeal };
  },
};

const withGiftAid: ReceiptProps = {
  sender: sampleSender,
  amount: "£30.00",
  feeCover: null,
  total: "£30.00",
  paymentMethod: "by card",
  date: "7 September 2026",
  reference: "RL-0001",
  donorName: "Ada Example",
  appeal: null,
  impact: "Your £30.00 pays for one room for two nights: the rent, the heating, the lock on the door.",
  nightsLit: 2,
  giftAid: {
    claim: "£7.50",
    explanation:
      "For Gift Aid you told us that you pay UK tax. If you pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all your donations in that year, you must pay the difference. Tell us if you move, change your name or stop paying enough tax.",
    changeUrl: "https://roomlight.example/thank-you/example#gift-aid",
  },
  secondaryPurpose: "If a room’s week is already paid for, your donation goes to the next room that is not.",
  giftUrl: "https://roomlight.example/thank-you/example",
};

const withoutGiftAid: ReceiptProps = {
  ...withGiftAid,
  sender: registeredSender,
  amount: "£100.00",
  feeCover: "£1.01",
  total: "£101.01",
  paymentMethod: "by Direct Debit",
  impact: "Your £100.00 keeps one room lit for a whole week.",
  nightsLit: 7,
  giftAid: null,
};

const toAppeal: ReceiptProps = {
  ...withGiftAid,
  appeal: "A minibus for outings",
  impact: "Your £30.00 goes to our appeal “A minibus for outings”.",
  nightsLit: null,
  secondaryPurpose: "If more comes in than the minibus costs, it pays for its fuel and its repairs. If less does, we hire one instead.",
};
