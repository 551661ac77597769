import { DirectDebitGuarantee } from "./direct-debit-guarantee";
import { Layout } from "./layout";
import type { Letter, Sender } from "./letter";
import { ButtonLink, Close, Facts, Heading, Paragraph, Quiet } from "./parts";
import { sampleSender } from "./samples";

export type PlanNoticeProps = {
  sender: Sender;
  /** What will be taken, and when. */
  sum: string;
  date: string;
  /** "year": a year's collection comes; "pause": a pause ends. */
  why: "year" | "pause";
  means: string | null;
  plan: string;
  directDebit: { collector: string; notice: string } | null;
  /** The page of this one plan, without signing in: pause or stop it there. */
  planUrl: string;
};

/** Says ahead of time that a sum will be taken, so that nobody is surprised by it. Once for each collection. */
export const planNotice: Letter<PlanNoticeProps> = {
  subject: ({ sum, date, sender }) => `Coming up: ${sum} to ${sender.name} on ${date}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={planNotice.subject(props)}
      preview={`${props.sum} on ${props.date}. There is nothing to do.`}
      why="This is a notice about a payment, not a newsletter."
    >
      <Heading>{props.why === "year" ? "Your next year" : "Your break ends soon"}</Heading>
      <Paragraph>
        {props.why === "year"
          ? `Your sponsorship is collected once a year, and the day is near: ${props.sum} on ${props.date}. If that suits you, there is nothing to do.`
          : `You paused your sponsorship. It goes on by itself on ${props.date}, and ${props.sum} is taken that day. If that suits you, there is nothing to do.`}
      </Paragraph>
      <Facts
        rows={[
          ["To be taken", props.sum],
          ["On", props.date],
          ["From", props.means],
          ["Your plan", props.plan],
        ]}
      />
      <ButtonLink href={props.planUrl}>Pause or stop it</ButtonLink>
      <Quiet>The button opens a page for this one sponsorship, without signing in: keep this letter to yourself.</Quiet>
      {props.directDebit && <DirectDebitGuarantee {...props.directDebit} />}
      <Close name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    const debit = { ...sample, why: "pause" as const, means: "Bank account ending 2345", sum: "£10.00" };
    return {
      "a year, by card": sample,
      "a pause ends, by Direct Debit": { ...debit, directDebit: { collector: "Stripe", notice: "2 working days" } },
    };
  },
};

const sample: PlanNoticeProps = {
  sender: sampleSender,
  sum: "£130.00",
  date: "7 September 2026",
  why: "year",
  means: "Visa ending 4242",
  plan: "RL-0003",
  directDebit: null,
  planUrl: "https://roomlight.example/plan/example",
};
