import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { Close, Heading, Paragraph, Quiet } from "./parts";
import { sampleSender } from "./samples";

export type TributeCardProps = {
  sender: Sender;
  /** Whom the card is for. */
  to: string;
  /** Who asked for it. */
  from: string;
  kind: "in honour of" | "in memory of";
  name: string;
  /** The sponsor's own words, line by line; null: none. */
  words: string[] | null;
};

/** Tells somebody, because a sponsor asked for it, in whose name a room is kept lit. Once for each plan; how much is given is not said. */
export const tributeCard: Letter<TributeCardProps> = {
  subject: ({ from, kind, name }) => `${from} helps to keep a window lit ${kind} ${name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={tributeCard.subject(props)}
      preview={`A card that ${props.from} asked us to send to you.`}
      nightsLit={7}
      band={`A window is lit ${props.kind} ${props.name}.`}
      why={`${props.from} asked us to send you this one card. We send you nothing else.`}
    >
      <Heading>
        A light {props.kind} {props.name}
      </Heading>
      <Paragraph>Dear {props.to},</Paragraph>
      <Paragraph>
        {props.from} has begun to sponsor a safe room {props.kind} {props.name}. Each week it helps the light in its window to stay on, for
        somebody who has survived human trafficking: the rent, the heating, the lock on the door.
      </Paragraph>
      {props.words && (
        <>
          <Paragraph>{props.from} writes:</Paragraph>
          {props.words.map((line, index) => (
            <Paragraph key={index}>{line}</Paragraph>
          ))}
        </>
      )}
      <Quiet>
        We have your address from {props.from}, for this card only, and forget it a month from now. If you would rather not have had it,
        reply, and a person will read what you write.
      </Quiet>
      <Close words="With kind regards" name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "in memory, with words": sample, "in honour, without": { ...sample, kind: "in honour of" as const, words: null } };
  },
};

const sample: TributeCardProps = {
  sender: sampleSender,
  to: "Mo",
  from: "Ada Example",
  kind: "in memory of",
  name: "Gran",
  words: ["For her, who kept a light on.", "With love"],
};
