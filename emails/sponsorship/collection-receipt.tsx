import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint, PlanLinkNote } from "../components";
import { registeredSender, sampleSender } from "../samples";

export type CollectionReceiptProps = {
  sender: Sender;
  /** Whether an earlier try had failed: it is thanked for once. */
  isRecovered: boolean;
  /** The collection without what was added for the fee, such as "£10.00". */
  amount: string;
  feeCover: string | null;
  total: string;
  paymentMethod: string;
  date: string;
  /** The donation's own reference, and the plan's. */
  reference: string;
  planReference: string;
  donorName: string;
  /** Where it goes, such as "the room Alder" or "where it is needed most". */
  designation: string;
  /** Such as "£10.00 on 5 October 2026"; null: nothing more is to come. */
  nextCollection: string | null;
  giftAid: { claim: string; explanation: string } | null;
  /** The page of this one plan, where it can be paused or ended without signing in. */
  planUrl: string;
  supporterUrl: string;
};

/** Says that a collection of a plan has arrived, and serves as the proof of it. Once for each. */
export const collectionReceipt: EmailTemplate<CollectionReceiptProps> = {
  subject: ({ total, sender, isRecovered }) =>
    isRecovered ? `Thank you: your ${total} to ${sender.name} has gone through` : `Your receipt: ${total} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={collectionReceipt.subject(props)}
      preview={`${props.total} received on ${props.date}.${props.nextCollection ? ` Next: ${props.nextCollection}.` : ""}`}
      reason="This is a receipt, not a newsletter."
    >
      <Heading>{props.isRecovered ? "We’ve received your payment. Thank you." : "Thank you. We’ve received your payment."}</Heading>
      <Paragraph>
        {props.isRecovered
          ? `Your sponsorship continues as before, and your ${props.total} goes to ${props.designation}. There is nothing more for you to do.`
          : `Your ${props.total} goes to ${props.designation}: the rent, the heating, the lock on the door.`}
      </Paragraph>
      <SummaryTable
        rows={[
          ["Collected", props.amount],
          ["Added to cover the fee", props.feeCover],
          ["Given in all", props.feeCover === null ? null : props.total],
          ["Gift Aid we will claim", props.giftAid?.claim ?? null],
          ["Paid", props.paymentMethod],
          ["Date", props.date],
          ["Given by", props.donorName],
          ["Reference", props.reference],
          ["Your sponsorship", props.planReference],
          ["Next payment", props.nextCollection],
        ]}
      />
      <ButtonLink href={props.supporterUrl}>See or change your sponsorship</ButtonLink>
      <PlanLinkNote planUrl={props.planUrl} />
      {props.giftAid && <SmallPrint>{props.giftAid.explanation}</SmallPrint>}
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "with Gift Aid, by card": sample, "after an earlier try had failed": recovered };
  },
};

const sample: CollectionReceiptProps = {
  sender: sampleSender,
  isRecovered: false,
  amount: "£10.00",
  feeCover: null,
  total: "£10.00",
  paymentMethod: "by card, Visa ending 4242",
  date: "7 September 2026",
  reference: "RL-0001",
  planReference: "RL-0101",
  donorName: "Ada Example",
  designation: "the room Alder",
  nextCollection: "£10.00 on 5 October 2026",
  giftAid: {
    claim: "£2.50",
    explanation:
      "For Gift Aid you told us that you pay UK tax. Tell us if you move, change your name, stop paying enough tax, or want to cancel Gift Aid.",
  },
  planUrl: "https://roomlight.example/plan/example",
  supporterUrl: "https://roomlight.example/supporter",
};

const recovered: CollectionReceiptProps = {
  ...sample,
  sender: registeredSender,
  isRecovered: true,
  feeCover: "£0.43",
  total: "£10.43",
  designation: "where it is needed most",
  giftAid: null,
};
