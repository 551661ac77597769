import { refusalText, type RefusalNotice } from "~/giving/checkout/checkout-refusals";
import { NoticeBox, type NoticeText } from "~/platform/ui/notice-box";

/** What happened, and what to do, where nothing that was typed is wrong. */
export type PlanFormAlert = "came-back" | "closed" | "ended" | "changed" | RefusalNotice;

export const PlanFormAlertBox = ({ alert, waitSeconds }: { alert: PlanFormAlert; waitSeconds: number }) => (
  <NoticeBox {...alertText(alert, waitSeconds)} />
);

function alertText(alert: PlanFormAlert, waitSeconds: number): NoticeText {
  switch (alert) {
    case "came-back":
      return {
        title: "Nothing was agreed, nothing was taken",
        body: "You came back before confirming. Your form is as you left it: change what you like, and go on when you are ready.",
      };
    case "closed":
      return {
        title: "Nothing was agreed, nothing was taken",
        body: "Stripe’s page was not finished and has closed. Your form is as you left it: check it, and go on when you are ready.",
      };
    case "ended":
      return {
        title: "Welcome back",
        body: "Your earlier sponsorship has ended, and nothing is taken for it. Your choices are filled in: change what you like, and start again.",
      };
    case "changed":
      return {
        title: "A date or a sum has changed",
        body: "Since this page was opened, a day has passed or a fee has changed. Nothing was taken. Below is what holds now.",
      };
    default:
      return refusalText(alert, waitSeconds);
  }
}
