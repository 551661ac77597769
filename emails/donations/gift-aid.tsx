import { Layout } from "../layout";
import type { EmailTemplate, Sender } from "../email-template";
import { ButtonLink, SignOff, SummaryTable, Heading, Paragraph, SmallPrint } from "../components";
import { sampleSender } from "../samples";

export type GiftAidProps = {
  sender: Sender;
  /** What was done: a declaration was made, or one was cancelled. */
  status: "declared" | "cancelled";
  name: string;
  /** Which gifts it covers, such as "Every gift I make from now on". */
  scope: string;
  /** The words that were agreed to. */
  wording: string;
  /** How it reached us where it was not on their own pages, such as "by phone"; null: it was. */
  told: string | null;
  /** The home that was told, where it was told to us; null: its giver typed it themselves. */
  home: string | null;
  /** When it was made, or cancelled. */
  date: string;
  giftAidUrl: string;
};

/** Confirms that somebody made a Gift Aid declaration on their own pages, on paper or by phone, or cancelled one. */
export const giftAid: EmailTemplate<GiftAidProps> = {
  subject: ({ status, sender }) =>
    status === "declared" ? `Gift Aid is on for ${sender.name}` : `You cancelled Gift Aid for ${sender.name}`,

  Body: (props) => (
    <Layout
      sender={props.sender}
      title={giftAid.subject(props)}
      preview={props.status === "declared" ? `From ${props.date} on.` : `For donations after ${props.date}.`}
      reason="This confirms what you decided about Gift Aid. It is not a newsletter."
    >
      <Heading>{props.status === "declared" ? "Your Gift Aid declaration" : "Gift Aid is cancelled"}</Heading>
      <Paragraph>
        {props.status === "declared"
          ? `Thank you. This is what you told us${props.told ? ` ${props.told}` : ""}:`
          : "We claim no Gift Aid on donations that you make from now on. What you gave before stays as it was. You can turn it on again at any time."}
      </Paragraph>
      {props.status === "declared" && <Paragraph>“{props.wording}”</Paragraph>}
      <SummaryTable
        rows={[
          ["Name", props.name],
          ...(props.home ? [["Home", props.home] as [string, string]] : []),
          ["Covers", props.scope],
          [props.status === "declared" ? "Made on" : "Cancelled on", props.date],
        ]}
      />
      {props.told && props.status === "declared" && (
        <Paragraph>Please check it. If anything is not right, or you did not agree to these words, tell us and we put it right.</Paragraph>
      )}
      <ButtonLink href={props.giftAidUrl}>See your Gift Aid</ButtonLink>
      <SmallPrint>Tell us if you move, change your name, or stop paying enough tax: your own pages do that as well.</SmallPrint>
      <SignOff name={props.sender.name} />
    </Layout>
  ),

  get samples() {
    return { "just made": declared, "told by phone": byPhone, cancelled };
  },
};

const declared: GiftAidProps = {
  sender: sampleSender,
  status: "declared",
  name: "Ada Example",
  scope: "Every donation I make from now on",
  wording:
    "Yes, I want Roomlight to claim Gift Aid. I am a UK taxpayer. I understand that if I pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all my donations in that tax year, it is my responsibility to pay any difference.",
  told: null,
  home: null,
  date: "7 September 2026",
  giftAidUrl: "https://roomlight.example/supporter/gift-aid",
};

const byPhone: GiftAidProps = { ...declared, told: "by phone", home: "1 Candle Street, EX1 1AA" };

const cancelled: GiftAidProps = { ...declared, status: "cancelled" };
