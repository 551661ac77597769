import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, PlanLinkNote } from "../components";
import { sampleSender } from "../samples";

export type CollectionsSummaryProps = {
  sender: Sender;
  /** Such as "September 2026" or "the year to 5 April 2027". */
  period: string;
  /** Each collection's date and sum, oldest first. Sums are what was kept: less what went back. */
  collections: { date: string; reference: string; amount: string }[];
  total: string;
  giftAid: string | null;
  donorName: string;
  planReference: string;
  planUrl: string;
  supporterUrl: string;
};

/** One receipt for all collections of a month or a year, where a sponsor wants no email for each. */
export const collectionsSummary: EmailTemplate<CollectionsSummaryProps> = {
  subject: ({ period, total, sender }) => `Your receipt for ${period}: ${total} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={collectionsSummary.subject(props)}
      preview={`${props.total} in ${props.period}. Thank you.`}
      reason="This is a receipt, not a newsletter."
    >
      <Heading>Thank you for {props.period}.</Heading>
      <Paragraph>
        {props.collections.length === 1 ? "One payment" : `${props.collections.length} payments`} arrived: the rent, the heating, the lock
        on the door.
      </Paragraph>
      <SummaryTable
        rows={[
          ...props.collections.map(({ date, reference, amount }): [string, string] => [`${date}, ${reference}`, amount]),
          ["In all", props.total],
          ["Gift Aid we will claim", props.giftAid],
          ["Given by", props.donorName],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <ButtonLink href={props.supporterUrl}>See or change your sponsorship</ButtonLink>
      <PlanLinkNote planUrl={props.planUrl} />
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a month of weekly payments": sample };
  },
};

const sample: CollectionsSummaryProps = {
  sender: sampleSender,
  period: "September 2026",
  collections: [
    { date: "2 September 2026", reference: "RL-0001", amount: "£2.50" },
    { date: "9 September 2026", reference: "RL-0002", amount: "£2.50" },
    { date: "16 September 2026", reference: "RL-0003", amount: "£2.50" },
    { date: "23 September 2026", reference: "RL-0004", amount: "£2.50" },
  ],
  total: "£10.00",
  giftAid: "£2.50",
  donorName: "Ada Example",
  planReference: "RL-0101",
  planUrl: "https://roomlight.example/plan/example",
  supporterUrl: "https://roomlight.example/supporter",
};
