import { NoticeBox, type NoticeText } from "~/platform/ui/notice-box";
import { refusalText, type RefusalNotice } from "../checkout-refusals";

export type DonationNoticeKind = "came-back" | "closed" | RefusalNotice;

type DonationNoticeProps = {
  notice: DonationNoticeKind;
  waitSeconds: number;
};

export const DonationNotice = (props: DonationNoticeProps) => <NoticeBox {...noticeText(props)} />;

function noticeText({ notice, waitSeconds }: DonationNoticeProps): NoticeText {
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
    default:
      return refusalText(notice, waitSeconds);
  }
}
