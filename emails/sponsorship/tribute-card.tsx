import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type TributeCardProps = {
  sender: Sender;
  /** Whom the card is for. */
  recipientName: string;
  /** Who asked for it. */
  sponsorName: string;
  tributeKind: "in honour of" | "in memory of";
  honoureeName: string;
  /** The sponsor's own words, line by line; null: none. */
  message: string[] | null;
};

/** Tells somebody, because a sponsor asked for it, in whose name a room is kept lit. Once for each plan; how much is given is not said. */
export const tributeCard: EmailTemplate<TributeCardProps> = {
  subject: ({ sponsorName, tributeKind, honoureeName }) => `${sponsorName} helps to keep a window lit ${tributeKind} ${honoureeName}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={tributeCard.subject(props)}
      preview={`A card that ${props.sponsorName} asked us to send to you.`}
      nightsLit={7}
      banner={`A window is lit ${props.tributeKind} ${props.honoureeName}.`}
      reason={`${props.sponsorName} asked us to send you this one card. We send you nothing else.`}
    >
      <Heading>
        A light {props.tributeKind} {props.honoureeName}
      </Heading>
      <Paragraph>Dear {props.recipientName},</Paragraph>
      <Paragraph>
        {props.sponsorName} has begun to sponsor a safe room {props.tributeKind} {props.honoureeName}. Each week it helps the light in its
        window to stay on, for somebody who has survived human trafficking: the rent, the heating, the lock on the door.
      </Paragraph>
      {props.message && (
        <>
          <Paragraph>{props.sponsorName} writes:</Paragraph>
          {props.message.map((line, index) => (
            <Paragraph key={index}>{line}</Paragraph>
          ))}
        </>
      )}
      <SmallPrint>
        We have your address from {props.sponsorName}, for this card only, and forget it a month from now. If you would rather not have had
        it, reply, and a person will read what you write.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "in memory, with words": sample, "in honour, without": { ...sample, tributeKind: "in honour of" as const, message: null } };
  },
};

const sample: TributeCardProps = {
  sender: sampleSender,
  recipientName: "Mo",
  sponsorName: "Ada Example",
  tributeKind: "in memory of",
  honoureeName: "Gran",
  message: ["For her, who kept a light on.", "With love"],
};
