import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, PauseOrStopNote } from "../components";
import { sampleSender } from "../samples";

export type CardExpiresProps = {
  sender: Sender;
  /** Such as "Visa ending 4242". */
  card: string;
  /** The last month in which it is good, such as "November 2026". */
  expiryMonth: string;
  /** The next sum and date; null: none is to come yet. */
  nextCollection: string | null;
  planReference: string;
  /** Leads to a new card for this plan in one step. */
  newCardUrl: string;
  planUrl: string;
};

/** Says a month ahead that a card is about to expire. Once for each card. */
export const cardExpires: EmailTemplate<CardExpiresProps> = {
  subject: ({ expiryMonth }) => `Your card expires at the end of ${expiryMonth}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={cardExpires.subject(props)}
      preview={`${props.card} expires at the end of ${props.expiryMonth}.`}
      reason="This is a notice about your sponsorship, not a newsletter."
    >
      <Heading>Your card expires soon</Heading>
      <Paragraph>
        The card that pays for your sponsorship expires at the end of {props.expiryMonth}. Many banks send us the new card’s details
        automatically. If you have your new card, you can enter it now: it takes a minute, and nothing is charged.
      </Paragraph>
      <SummaryTable
        rows={[
          ["Card", props.card],
          ["Expires", props.expiryMonth],
          ["Next payment", props.nextCollection],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <ButtonLink href={props.newCardUrl}>Use a new card</ButtonLink>
      <PauseOrStopNote planUrl={props.planUrl} />
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a card": sample };
  },
};

const sample: CardExpiresProps = {
  sender: sampleSender,
  card: "Visa ending 4242",
  expiryMonth: "November 2026",
  nextCollection: "£10.00 on 5 October 2026",
  planReference: "RL-0003",
  newCardUrl: "https://roomlight.example/new-card/example",
  planUrl: "https://roomlight.example/plan/example",
};
