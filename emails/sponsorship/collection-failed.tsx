import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint, TextLink } from "../components";
import { sampleSender } from "../samples";

export type CollectionFailedProps = {
  sender: Sender;
  total: string;
  /** Why, as a plain sentence; null: the bank did not say. */
  reason: string | null;
  paymentMethod: string | null;
  date: string;
  /** When it is tried again; null: it is not tried again by itself. */
  retryDate: string | null;
  planReference: string;
  /** Leads to a new card for this plan in one step. */
  newCardUrl: string;
  planUrl: string;
};

/** Says that a collection was not paid, why, what happens next, and how to mend it in one step. */
export const collectionFailed: EmailTemplate<CollectionFailedProps> = {
  subject: ({ total, sender }) => `Your ${total} to ${sender.name} did not go through`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={collectionFailed.subject(props)}
      preview={`${props.reason ?? "Your bank did not say why."} ${props.retryDate ? `It is tried again on ${props.retryDate}.` : ""}`}
      reason="This is a notice about a payment, not a newsletter."
    >
      <Heading>Your payment didn’t go through</Heading>
      <Paragraph>Nothing was taken. {props.reason ?? "Your bank did not say why."}</Paragraph>
      <SummaryTable
        rows={[
          ["Not paid", props.total],
          ["From", props.paymentMethod],
          ["Date", props.date],
          ["Tried again", props.retryDate],
          ["Your sponsorship", props.planReference],
        ]}
      />
      <Paragraph>
        {props.retryDate
          ? "If you know that the money is there now, there is nothing for you to do: we will try again automatically. If your card has changed, enter the new one."
          : "We won’t try again automatically. If your card or account has changed, enter the new one."}
      </Paragraph>
      <ButtonLink href={props.newCardUrl}>Use another card or account</ButtonLink>
      <SmallPrint>
        If now is not the time, you can <TextLink href={props.planUrl}>pause or cancel this sponsorship without signing in</TextLink>. That
        is all right. Whoever has these links can use them, so please don’t forward this email.
      </SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return {
      "with a reason": sample,
      "without one, not tried again": { ...sample, reason: null, retryDate: null, paymentMethod: "Bank account ending 2227" },
    };
  },
};

const sample: CollectionFailedProps = {
  sender: sampleSender,
  total: "£10.00",
  reason: "Your bank says that there was not enough in the account.",
  paymentMethod: "Visa ending 0341",
  date: "5 October 2026",
  retryDate: "6 October 2026",
  planReference: "RL-0101",
  newCardUrl: "https://roomlight.example/new-card/example",
  planUrl: "https://roomlight.example/plan/example",
};
