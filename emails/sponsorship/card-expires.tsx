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
  subject: ({ expiryMonth }) => `Your card runs out at the end of ${expiryMonth}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={cardExpires.subject(props)}
      preview={`${props.card} is good until the end of ${props.expiryMonth}.`}
      reason="This is a notice about your sponsorship, not a newsletter."
    >
      <Heading>Your card runs out soon</Heading>
      <Paragraph>
        The card that pays for your sponsorship is good until the end of {props.expiryMonth}. Many banks pass the new one on to us by
        themselves. If you have the new card at hand, you can give it now; it takes a minute, and nothing is taken by it.
      </Paragraph>
      <SummaryTable
        rows={[
          ["Card", props.card],
          ["Good until", props.expiryMonth],
          ["Next collection", props.nextCollection],
          ["Your plan", props.planReference],
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
