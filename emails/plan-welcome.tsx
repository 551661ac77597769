import { DirectDebitGuarantee } from "./direct-debit-guarantee";
import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Facts, Heading, Paragraph, Quiet, TextLink } from "./parts";
import { registeredSender, sampleSender } from "./samples";

export type PlanWelcomeProps = {
  sender: Sender;
  /** Such as "£2.50". */
  weekly: string;
  /** What each collection takes, fee cover included, and how often: "£10.43 every 4 weeks". */
  collected: string;
  /** What of it is for the fee; null: none. */
  feeCover: string | null;
  /** What has happened so far: the first payment was taken, is on its way from the bank, or comes on its day. */
  first: "taken" | "on its way" | "to come";
  /** Such as "£10.43 on 5 October 2026"; null: nothing is to come. */
  next: string | null;
  /** Such as "Visa ending 4242". */
  means: string | null;
  /** Where it goes, such as "the room Alder" or "where it is needed most". */
  goesTo: string;
  /** Such as "In memory of Gran". */
  tribute: string | null;
  /** null: no Gift Aid declaration. */
  giftAid: { explanation: string } | null;
  plan: string;
  /** null: it is paid by card. */
  directDebit: { collector: string; notice: string } | null;
  /** The page of this one plan, without signing in: pause or stop it there. */
  planUrl: string;
  supporterUrl: string;
};

/** Confirms what a new sponsor agreed to, and how to change or stop it. Once for each plan. */
export const planWelcome: Letter<PlanWelcomeProps> = {
  subject: ({ collected, sender }) => `Thank you: ${collected} to ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planWelcome.subject(props)}
      preview={`${props.weekly} a week, ${props.goesTo}.${props.next ? ` ${nextName(props)}: ${props.next}.` : ""}`}
      why="It confirms what you agreed to, and is not a newsletter."
    >
      <Heading>Thank you. You help to keep a room lit.</Heading>
      <Paragraph>{firstWords(props)}</Paragraph>
      <Facts
        rows={[
          ["You give", `${props.weekly} a week`],
          ["Collected", props.collected],
          ["Of it, for the fee", props.feeCover],
          [nextName(props), props.next],
          ["Paid from", props.means],
          ["It goes", props.goesTo],
          ["In whose name", props.tribute],
          ["Your plan", props.plan],
        ]}
      />
      <Paragraph>
        You can change the amount, how often it is collected, or your card, take a break, or stop, on your own page. No phone call, and no
        questions.
      </Paragraph>
      <ButtonLink href={props.supporterUrl}>See or change your plan</ButtonLink>
      <Quiet>
        To pause or end it without signing in, use <TextLink href={props.planUrl}>this link, which is for this plan only</TextLink>. Whoever
        has it can use it, so please don’t forward this letter.
      </Quiet>
      {props.giftAid && <Quiet>{props.giftAid.explanation}</Quiet>}
      {props.directDebit && <DirectDebitGuarantee {...props.directDebit} />}
      <Close words="Goodnight" name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "by card, with Gift Aid": sample, "by Direct Debit": debit, "from a chosen day": later };
  },
};

const nextName = ({ first }: PlanWelcomeProps) => (first === "to come" ? "First payment" : "Next payment");

function firstWords({ first, goesTo, next }: PlanWelcomeProps): string {
  if (first === "taken") return `Your first payment has arrived and goes ${goesTo}: the rent, the heating, the lock on the door.`;
  if (first === "on its way")
    return `Your Direct Debit is set up, and the first payment is on its way from your bank. It takes up to a week to arrive, and then goes ${goesTo}.`;
  return `Nothing has been taken yet. ${next ? `The first payment is ${next}, and it goes ${goesTo}.` : ""}`;
}

const sample: PlanWelcomeProps = {
  sender: sampleSender,
  weekly: "£2.50",
  collected: "£10.43 every 4 weeks",
  feeCover: "£0.43",
  first: "taken",
  next: "£10.43 on 5 October 2026",
  means: "Visa ending 4242",
  goesTo: "to the room Alder",
  tribute: "In memory of Gran",
  giftAid: {
    explanation:
      "For Gift Aid you told us that you pay UK tax. If you pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all your donations in that year, you must pay the difference. Tell us if you move, change your name or stop paying enough tax.",
  },
  plan: "RL-0001",
  directDebit: null,
  planUrl: "https://roomlight.example/plan/example",
  supporterUrl: "https://roomlight.example/supporter",
};

const debit: PlanWelcomeProps = {
  ...sample,
  sender: registeredSender,
  collected: "£10.00 every 4 weeks",
  feeCover: null,
  first: "on its way",
  next: "£10.00 on 5 October 2026",
  means: "Bank account ending 2345",
  goesTo: "to where it is needed most",
  tribute: null,
  giftAid: null,
  directDebit: { collector: "Stripe", notice: "2 working days" },
};

const later: PlanWelcomeProps = { ...sample, first: "to come", next: "£10.43 on 30 September 2026", tribute: null, giftAid: null };
