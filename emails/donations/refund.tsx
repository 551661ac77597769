import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph } from "../components";
import { sampleSender } from "../samples";

export type RefundProps = {
  sender: Sender;
  /** What was sent back. */
  refunded: string;
  /** All that was given at first. */
  total: string;
  /** What is left of the gift; null: nothing. */
  remaining: string | null;
  /** "unclaimed": the gift has Gift Aid that was not yet claimed; "claimed": it was, and is paid back to HMRC; null: no Gift Aid. */
  giftAid: "unclaimed" | "claimed" | null;
  paymentMethod: "by card" | "by Direct Debit";
  date: string;
  reference: string;
  giftUrl: string;
};

/** Says that a gift, or a part of it, has been sent back. */
export const refund: EmailTemplate<RefundProps> = {
  subject: ({ refunded, sender }) => `${refunded} is on its way back to you from ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={refund.subject(props)}
      preview={`It reaches your account within 5 to 10 days.${props.remaining ? ` ${props.remaining} of your donation remains.` : ""}`}
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>We have sent {props.refunded} back</Heading>
      <Paragraph>
        You paid {props.paymentMethod}, and the money goes back the same way. It reaches your account within 5 to 10 days; the time is your
        bank’s, not ours.
      </Paragraph>
      <SummaryTable
        rows={[
          ["Refunded", props.refunded],
          ["You had given", props.total],
          ["What remains of your donation", props.remaining ?? "nothing"],
          ["Date", props.date],
          ["Reference", props.reference],
        ]}
      />
      {props.giftAid && <Paragraph>{giftAidText(props.giftAid, props.remaining)}</Paragraph>}
      <Paragraph>
        Please keep this email with your receipt. If you did not expect it, reply and a person will read what you write.
      </Paragraph>
      <ButtonLink href={props.giftUrl}>See your donation</ButtonLink>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "a part, with Gift Aid": part, "all of it": whole };
  },
};

function giftAidText(claimStatus: "unclaimed" | "claimed", remaining: string | null): string {
  const now = remaining ? `Gift Aid now counts on ${remaining} only.` : "No Gift Aid counts on this donation any more.";
  return claimStatus === "claimed" ? `${now} We pay the difference back to HMRC; you need to do nothing.` : now;
}

const part: RefundProps = {
  sender: sampleSender,
  refunded: "£10.00",
  total: "£30.00",
  remaining: "£20.00",
  giftAid: "unclaimed",
  paymentMethod: "by card",
  date: "9 September 2026",
  reference: "RL-0001",
  giftUrl: "https://roomlight.example/thank-you/example",
};

const whole: RefundProps = { ...part, refunded: "£30.00", remaining: null, giftAid: "claimed" };
