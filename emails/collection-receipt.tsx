import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Facts, Heading, Paragraph, Quiet, TextLink } from "./parts";
import { registeredSender, sampleSender } from "./samples";

export type CollectionReceiptProps = {
  sender: Sender;
  /** Whether an earlier try had failed: it is thanked for once. */
  recovered: boolean;
  /** The collection without what was added for the fee, such as "£10.00". */
  gift: string;
  feeCover: string | null;
  total: string;
  method: string;
  date: string;
  /** The donation's own reference, and the plan's. */
  reference: string;
  plan: string;
  givenBy: string;
  /** Where it goes, such as "the room Alder" or "where it is needed most". */
  goesTo: string;
  /** Such as "£10.00 on 5 October 2026"; null: nothing more is to come. */
  next: string | null;
  giftAid: { claim: string; explanation: string } | null;
  /** The page of this one plan, where it can be paused or ended without signing in. */
  planUrl: string;
  supporterUrl: string;
};

/** Says that a collection of a plan has arrived, and serves as the proof of it. Once for each. */
export const collectionReceipt: Letter<CollectionReceiptProps> = {
  subject: ({ total, sender, recovered }) =>
    recovered ? `Thank you: your ${total} to ${sender.name} has arrived after all` : `Your receipt: ${total} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={collectionReceipt.subject(props)}
      preview={`${props.total} received on ${props.date}.${props.next ? ` Next: ${props.next}.` : ""}`}
      why="This is a receipt, not a newsletter."
    >
      <Heading>{props.recovered ? "It has arrived after all. Thank you." : "Thank you. It has arrived."}</Heading>
      <Paragraph>
        {props.recovered
          ? `Your plan goes on as before, and your ${props.total} goes to ${props.goesTo}. There is nothing more for you to do.`
          : `Your ${props.total} goes to ${props.goesTo}: the rent, the heating, the lock on the door.`}
      </Paragraph>
      <Facts
        rows={[
          ["Collected", props.gift],
          ["Added to cover the fee", props.feeCover],
          ["Given in all", props.feeCover === null ? null : props.total],
          ["Gift Aid we will claim", props.giftAid?.claim ?? null],
          ["Paid", props.method],
          ["Date", props.date],
          ["Given by", props.givenBy],
          ["Reference", props.reference],
          ["Your plan", props.plan],
          ["Next collection", props.next],
        ]}
      />
      <ButtonLink href={props.supporterUrl}>See or change your plan</ButtonLink>
      <Quiet>
        To pause or end it without signing in, use <TextLink href={props.planUrl}>this link, which is for this plan only</TextLink>. Whoever
        has it can use it, so please don’t forward this letter.
      </Quiet>
      {props.giftAid && <Quiet>{props.giftAid.explanation}</Quiet>}
      <Close words="Goodnight" name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "with Gift Aid, by card": sample, "after an earlier try had failed": recovered };
  },
};

const sample: CollectionReceiptProps = {
  sender: sampleSender,
  recovered: false,
  gift: "£10.00",
  feeCover: null,
  total: "£10.00",
  method: "by card, Visa ending 4242",
  date: "7 September 2026",
  reference: "RL-0001",
  plan: "RL-0101",
  givenBy: "Ada Example",
  goesTo: "the room Alder",
  next: "£10.00 on 5 October 2026",
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
  recovered: true,
  feeCover: "£0.43",
  total: "£10.43",
  goesTo: "where it is needed most",
  giftAid: null,
};
