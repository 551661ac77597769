import { pressAgainText } from "../press-again-text";
import { pence, formatPounds } from "~/platform/money";

export type DonationNoticeKind =
  | "came-back"
  | "closed"
  | "press-again"
  | "stripe-unreachable"
  | "too-old"
  | "page-closed"
  | "bot"
  | "too-many-changes"
  | "sum";

type NoticeText = { title: string; body: string };

/** What happened, and what to do, where nothing that was typed is wrong. */
export function DonationNotice({
  notice,
  waitSeconds,
  selectedAmount,
}: {
  notice: DonationNoticeKind;
  waitSeconds: number;
  selectedAmount: { gift: number; cover: number } | null;
}) {
  const { title, body } = noticeText(notice, waitSeconds, selectedAmount);
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{title}</h2>
      <p>{body}</p>
    </div>
  );
}

function noticeText(notice: DonationNoticeKind, waitSeconds: number, selectedAmount: { gift: number; cover: number } | null): NoticeText {
  switch (notice) {
    case "came-back":
      return {
        title: "Nothing was taken",
        body: "You came back before paying. Your form is as you left it: change what you like, and go on when you are ready.",
      };
    case "closed":
      return {
        title: "Nothing was taken",
        body: "The payment was not finished and its page has closed. Your form is as you left it: check it, and go on when you are ready.",
      };
    case "press-again":
      return pressAgainText(waitSeconds);
    case "stripe-unreachable":
      return {
        title: "The payment page can’t be reached just now",
        body: "Nothing was taken, and your form is kept below. Please press “Continue to payment” again in a minute.",
      };
    case "page-closed":
      return {
        title: "Please press “Continue to payment” once more",
        body: "The payment page that belonged to this form has closed, so we started afresh with everything that you wrote. Nothing was taken.",
      };
    case "too-old":
      return {
        title: "Please press “Continue to payment” once more",
        body: "This form was open for a long time, so we started afresh with everything that you wrote. Nothing was taken.",
      };
    case "bot":
      return {
        title: "Please press “Continue to payment” once more",
        body: "A field that people do not see was filled in, so we could not tell you from a machine. We emptied it and kept everything that you wrote. Nothing was taken.",
      };
    case "too-many-changes":
      return {
        title: "Please press “Continue to payment” once more",
        body: "This form was changed many times, so we closed its payment pages and started afresh with everything that you wrote. Nothing was taken.",
      };
    case "sum":
      return selectedAmount
        ? {
            title: `With the fee: ${formatPounds(pence(selectedAmount.gift + selectedAmount.cover))}`,
            body: `That is ${formatPounds(pence(selectedAmount.gift))} for the rooms and ${formatPounds(pence(selectedAmount.cover))} for the card fee. Without the fee you pay ${formatPounds(pence(selectedAmount.gift))}.`,
          }
        : { title: "Choose an amount first", body: "Then we can work out the fee." };
  }
}
