import { pence, formatPounds } from "~/platform/money";
import { NoticeBox, type NoticeText } from "~/platform/ui/notice-box";
import { refusalText, type RefusalNotice } from "../checkout-refusals";

export type DonationNoticeKind = "came-back" | "closed" | "sum" | RefusalNotice;

type DonationNoticeProps = {
  notice: DonationNoticeKind;
  waitSeconds: number;
  selectedAmount: { gift: number; cover: number } | null;
};

export const DonationNotice = (props: DonationNoticeProps) => <NoticeBox {...noticeText(props)} />;

function noticeText({ notice, waitSeconds, selectedAmount }: DonationNoticeProps): NoticeText {
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
    case "sum":
      return selectedAmount
        ? {
            title: `With the fee: ${formatPounds(pence(selectedAmount.gift + selectedAmount.cover))}`,
            body: `That is ${formatPounds(pence(selectedAmount.gift))} for the rooms and ${formatPounds(pence(selectedAmount.cover))} for the card fee. Without the fee you pay ${formatPounds(pence(selectedAmount.gift))}.`,
          }
        : { title: "Choose an amount first", body: "Then we can work out the fee." };
    default:
      return refusalText(notice, waitSeconds);
  }
}
