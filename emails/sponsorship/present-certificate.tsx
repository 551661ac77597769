import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, Heading, Paragraph, SignOff, SmallPrint, TextLink } from "../components";
import { sampleSender } from "../samples";

export type PresentCertificateProps = {
  sender: Sender;
  /** Whose present it is. */
  recipientName: string;
  sponsorName: string;
  /** Such as "25 December 2026". */
  from: string;
  /** What is sponsored, such as "the room Alder" or "a safe room". */
  designation: string;
  /** The sponsor's own words, line by line; none: []. */
  message: string[];
  certificateUrl: string;
  /** The page with the house of windows. */
  houseUrl: string;
};

/** Gives somebody the certificate of a sponsorship that is their present. Once for each plan; how much is given is not said. */
export const presentCertificate: EmailTemplate<PresentCertificateProps> = {
  subject: ({ sponsorName }) => `A present from ${sponsorName}: a lit window`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={presentCertificate.subject(props)}
      preview={`${props.sponsorName} sponsors ${props.designation} for you.`}
      nightsLit={7}
      banner={`A window is lit for ${props.recipientName}.`}
      reason={`${props.sponsorName} asked us to send you this one email. We send you nothing else.`}
    >
      <Heading>A present from {props.sponsorName}</Heading>
      <Paragraph>Dear {props.recipientName},</Paragraph>
      <Paragraph>
        {props.sponsorName} sponsors {props.designation} for you, from {props.from}. Each week it helps the light in its window to stay on,
        for somebody who has survived human trafficking: the rent, the heating, the lock on the door. There is nothing for you to pay or to
        do.
      </Paragraph>
      {props.message.length > 0 && (
        <>
          <Paragraph>{props.sponsorName} writes:</Paragraph>
          {props.message.map((line, index) => (
            <Paragraph key={index}>{line}</Paragraph>
          ))}
        </>
      )}
      <ButtonLink href={props.certificateUrl}>See and print your certificate</ButtonLink>
      <Paragraph>
        <TextLink href={props.houseUrl}>The house of rooms</TextLink> shows how far this week is paid for.
      </Paragraph>
      <SmallPrint>
        We have your address from {props.sponsorName}, for this email only, and forget it a month from now. If you would rather not have had
        it, reply, and a person will read what you write.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "with words": sample, "without, where it is needed most": { ...sample, designation: "a safe room", message: [] } };
  },
};

const sample: PresentCertificateProps = {
  sender: sampleSender,
  recipientName: "Mo",
  sponsorName: "Ada Example",
  from: "25 December 2026",
  designation: "the room Alder",
  message: ["Happy Christmas, Mo.", "A light for somebody, from both of us."],
  certificateUrl: "https://roomlight.example/certificate/example",
  houseUrl: "https://roomlight.example/sponsor",
};
