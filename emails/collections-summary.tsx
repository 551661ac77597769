import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Facts, Heading, Paragraph, Quiet, TextLink } from "./parts";
import { sampleSender } from "./samples";

export type CollectionsSummaryProps = {
  sender: Sender;
  /** Such as "September 2026" or "the year to 5 April 2027". */
  period: string;
  /** Each collection's date and sum, oldest first. Sums are what was kept: less what went back. */
  collections: { date: string; reference: string; sum: string }[];
  total: string;
  giftAid: string | null;
  givenBy: string;
  plan: string;
  planUrl: string;
  supporterUrl: string;
};

/** One receipt for all collections of a month or a year, where a sponsor wants no letter for each. */
export const collectionsSummary: Letter<CollectionsSummaryProps> = {
  subject: ({ period, total, sender }) => `Your receipt for ${period}: ${total} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={collectionsSummary.subject(props)}
      preview={`${props.total} in ${props.period}. Thank you.`}
      why="This is a receipt, not a newsletter."
    >
      <Heading>Thank you for {props.period}.</Heading>
      <Paragraph>
        {props.collections.length === 1 ? "One collection" : `${props.collections.length} collections`} arrived: the rent, the heating, the
        lock on the door.
      </Paragraph>
      <Facts
        rows={[
          ...props.collections.map(({ date, reference, sum }): [string, string] => [`${date}, ${reference}`, sum]),
          ["In all", props.total],
          ["Gift Aid we will claim", props.giftAid],
          ["Given by", props.givenBy],
          ["Your plan", props.plan],
        ]}
      />
      <ButtonLink href={props.supporterUrl}>See or change your plan</ButtonLink>
      <Quiet>
        To pause or end it without signing in, use <TextLink href={props.planUrl}>this link, which is for this plan only</TextLink>. Whoever
        has it can use it, so please don’t forward this letter.
      </Quiet>
      <Close words="Goodnight" name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a month of weekly collections": sample };
  },
};

const sample: CollectionsSummaryProps = {
  sender: sampleSender,
  period: "September 2026",
  collections: [
    { date: "2 September 2026", reference: "RL-0001", sum: "£2.50" },
    { date: "9 September 2026", reference: "RL-0002", sum: "£2.50" },
    { date: "16 September 2026", reference: "RL-0003", sum: "£2.50" },
    { date: "23 September 2026", reference: "RL-0004", sum: "£2.50" },
  ],
  total: "£10.00",
  giftAid: "£2.50",
  givenBy: "Ada Example",
  plan: "RL-0101",
  planUrl: "https://roomlight.example/plan/example",
  supporterUrl: "https://roomlight.example/supporter",
};
