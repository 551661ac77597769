import { DirectDebitGuarantee } from "../direct-debit-guarantee";
import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint, PlanLinkNote } from "../components";
import { registeredSender, sampleSender } from "../samples";

export type PlanWelcomeProps = {
  sender: Sender;
  /** Such as "£2.50". */
  weekly: string;
  /** What each collection takes, fee cover included, and how often: "£10.43 every 4 weeks". */
  collectionTerms: string;
  /** What of it is for the fee; null: none. */
  feeCover: string | null;
  /** What has happened so far: the first payment was taken, is on its way from the bank, or comes on its day. */
  firstPayment: "taken" | "on its way" | "to come";
  /** Such as "£10.43 on 5 October 2026"; null: nothing is to come. */
  nextCollection: string | null;
  /** Such as "Visa ending 4242". */
  paymentMethod: string | null;
  /** Where it goes, such as "the room Alder" or "where it is needed most". */
  designation: string;
  /** Such as "In memory of Gran". */
  tribute: string | null;
  /** Of a present: whose it is and from when on, and where its certificate is; null: it is none. */
  present: { recipient: string; from: string; certificateUrl: string } | null;
  /** null: no Gift Aid declaration. */
  giftAid: { explanation: string } | null;
  planReference: string;
  /** null: it is paid by card. */
  directDebit: { collector: string; noticePeriod: string } | null;
  /** The page of this one plan, without signing in: pause or stop it there. */
  planUrl: string;
  supporterUrl: string;
};

/** Confirms what a new sponsor agreed to, and how to change or stop it. Once for each plan. */
export const planWelcome: EmailTemplate<PlanWelcomeProps> = {
  subject: ({ collectionTerms, sender }) => `Thank you: ${collectionTerms} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planWelcome.subject(props)}
      preview={`${props.weekly} a week, ${props.designation}.${props.nextCollection ? ` ${nextPaymentLabel(props)}: ${props.nextCollection}.` : ""}`}
      reason="It confirms what you agreed to, and is not a newsletter."
    >
      <Heading>Thank you. You help to keep a room lit.</Heading>
      <Paragraph>{firstPaymentText(props)}</Paragraph>
      <SummaryTable
        rows={[
          ["You give", `${props.weekly} a week`],
          ["Collected", props.collectionTerms],
          ["Includes card fee", props.feeCover],
          [nextPaymentLabel(props), props.nextCollection],
          ["Paid from", props.paymentMethod],
          ["Your money goes", props.designation],
          ["In whose name", props.tribute],
          ["A present for", props.present && `${props.present.recipient}, from ${props.present.from}`],
          ["Your sponsorship", props.planReference],
        ]}
      />
      {props.present && <ButtonLink href={props.present.certificateUrl}>Print or send the certificate</ButtonLink>}
      <Paragraph>
        You can change the amount, how often it is collected, or your card, take a break, or cancel, on your own page. No phone call, and no
        questions.
      </Paragraph>
      <ButtonLink href={props.supporterUrl}>See or change your sponsorship</ButtonLink>
      <PlanLinkNote planUrl={props.planUrl} />
      {props.giftAid && <SmallPrint>{props.giftAid.explanation}</SmallPrint>}
      {props.directDebit && <DirectDebitGuarantee {...props.directDebit} />}
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "by card, with Gift Aid": sample, "by Direct Debit": debit, "from a chosen day": later, "as a present": present };
  },
};

const nextPaymentLabel = ({ firstPayment }: PlanWelcomeProps) => (firstPayment === "to come" ? "First payment" : "Next payment");

function firstPaymentText({ firstPayment, designation, nextCollection }: PlanWelcomeProps): string {
  if (firstPayment === "taken")
    return `Your first payment has arrived and goes ${designation}: the rent, the heating, the lock on the door.`;
  if (firstPayment === "on its way")
    return `Your Direct Debit is set up, and the first payment is on its way from your bank. It takes up to a week to arrive, and then goes ${designation}.`;
  return `Nothing has been taken yet. ${nextCollection ? `The first payment is ${nextCollection}, and it goes ${designation}.` : ""}`;
}

const sample: PlanWelcomeProps = {
  sender: sampleSender,
  weekly: "£2.50",
  collectionTerms: "£10.43 every 4 weeks",
  feeCover: "£0.43",
  firstPayment: "taken",
  nextCollection: "£10.43 on 5 October 2026",
  paymentMethod: "Visa ending 4242",
  designation: "to the room Alder",
  tribute: "In memory of Gran",
  present: null,
  giftAid: {
    explanation:
      "For Gift Aid you told us that you pay UK tax. If you pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all your donations in that year, you must pay the difference. Tell us if you move, change your name or stop paying enough tax.",
  },
  planReference: "RL-0001",
  directDebit: null,
  planUrl: "https://roomlight.example/plan/example",
  supporterUrl: "https://roomlight.example/supporter",
};

const debit: PlanWelcomeProps = {
  ...sample,
  sender: registeredSender,
  collectionTerms: "£10.00 every 4 weeks",
  feeCover: null,
  firstPayment: "on its way",
  nextCollection: "£10.00 on 5 October 2026",
  paymentMethod: "Bank account ending 2345",
  designation: "to where it is needed most",
  tribute: null,
  giftAid: null,
  directDebit: { collector: "Stripe", noticePeriod: "2 working days" },
};

const later: PlanWelcomeProps = {
  ...sample,
  firstPayment: "to come",
  nextCollection: "£10.43 on 30 September 2026",
  tribute: null,
  giftAid: null,
};

const present: PlanWelcomeProps = {
  ...sample,
  tribute: null,
  present: { recipient: "Mo", from: "25 December 2026", certificateUrl: "https://roomlight.example/certificate/example" },
};
