import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { SignOff, SummaryTable, Heading, Paragraph, SmallPrint, TextLink } from "../components";
import { sampleSender } from "../samples";

export type PlanAnniversaryProps = {
  sender: Sender;
  /** Such as "one year" or "three years". */
  years: string;
  since: string;
  /** What came in through it in the last year, and all in all where that is more. */
  givenThisYear: string;
  givenInTotal: string | null;
  /** Nights of one room that the last year's gifts pay for. */
  nights: number;
  /** The room, such as "Elm"; null: where it is needed most. */
  room: string | null;
  /** What all the rooms did, as a sentence; null: it is not known just now. */
  roomsSummary: string | null;
  planReference: string;
  planUrl: string;
  /** Where these emails are turned off. */
  emailSettingsUrl: string;
};

/** Once a year: what a sponsorship and the rooms did. Asks for nothing. */
export const planAnniversary: EmailTemplate<PlanAnniversaryProps> = {
  subject: ({ years, sender }) => `${years.charAt(0).toUpperCase()}${years.slice(1)} of light: what your sponsorship at ${sender.name} did`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planAnniversary.subject(props)}
      preview={`Since ${props.since}. Thank you.`}
      nightsLit={7}
      reason="This email comes once a year to people who sponsor a room."
    >
      <Heading>Thank you for {props.years}</Heading>
      <Paragraph>
        In the last year you gave {props.givenThisYear}.{" "}
        {props.nights > 0
          ? `That pays for ${props.nights === 1 ? "one night" : `${props.nights} nights`} of one room: the rent, the heating, the lock on the door.`
          : "It goes towards a night of one room: the rent, the heating, the lock on the door."}
      </Paragraph>
      {props.roomsSummary && <Paragraph>{props.roomsSummary}</Paragraph>}
      <SummaryTable
        rows={[
          ["Since", props.since],
          ["Given in the last year", props.givenThisYear],
          ["Given in all", props.givenInTotal],
          ["Room", props.room ?? "Where it is needed most"],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <Paragraph>There is nothing to do: this email asks for nothing.</Paragraph>
      <SmallPrint>
        <TextLink href={props.emailSettingsUrl}>Don’t send me this email next year</TextLink>, or{" "}
        <TextLink href={props.planUrl}>see, pause or cancel this sponsorship</TextLink>.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "one year": sample,
      "three years, needed most": { ...sample, years: "three years", givenInTotal: "£390.00", room: null, roomsSummary: null },
    };
  },
};

const sample: PlanAnniversaryProps = {
  sender: sampleSender,
  years: "one year",
  since: "7 September 2025",
  givenThisYear: "£130.00",
  givenInTotal: null,
  nights: 9,
  room: "Elm",
  roomsSummary: "Together, everyone who gives lights the house. 12 rooms this week: 5 fully lit, 4 part lit, 3 waiting.",
  planReference: "RL-0003",
  planUrl: "https://roomlight.example/plan/example",
  emailSettingsUrl: "https://roomlight.example/supporter/plans/example/emails",
};
