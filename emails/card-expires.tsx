import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Facts, Heading, Paragraph, Quiet, TextLink } from "./parts";
import { sampleSender } from "./samples";

export type CardExpiresProps = {
  sender: Sender;
  /** Such as "Visa ending 4242". */
  card: string;
  /** The last month in which it is good, such as "November 2026". */
  until: string;
  /** The next sum and date; null: none is to come yet. */
  next: string | null;
  plan: string;
  /** Leads to a new card for this plan in one step. */
  newCardUrl: string;
  planUrl: string;
};

/** Says a month ahead that a card is about to expire. Once for each card. */
export const cardExpires: Letter<CardExpiresProps> = {
  subject: ({ until }) => `Your card runs out at the end of ${until}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={cardExpires.subject(props)}
      preview={`${props.card} is good until the end of ${props.until}.`}
      why="This is a notice about your sponsorship, not a newsletter."
    >
      <Heading>Your card runs out soon</Heading>
      <Paragraph>
        The card that pays for your sponsorship is good until the end of {props.until}. Many banks pass the new one on to us by themselves.
        If you have the new card at hand, you can give it now; it takes a minute, and nothing is taken by it.
      </Paragraph>
      <Facts
        rows={[
          ["Card", props.card],
          ["Good until", props.until],
          ["Next collection", props.next],
          ["Your plan", props.plan],
        ]}
      />
      <ButtonLink href={props.newCardUrl}>Use a new card</ButtonLink>
      <Quiet>
        You can also <TextLink href={props.planUrl}>pause or stop this sponsorship</TextLink> without signing in. Keep this letter to
        yourself.
      </Quiet>
      <Close name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a card": sample };
  },
};

const sample: CardExpiresProps = {
  sender: sampleSender,
  card: "Visa ending 4242",
  until: "November 2026",
  next: "£10.00 on 5 October 2026",
  plan: "RL-0003",
  newCardUrl: "https://roomlight.example/new-card/example",
  planUrl: "https://roomlight.example/plan/example",
};
