import { pressAgainText } from "~/giving/checkout/press-again-text";

/** What happened, and what to do, where nothing that was typed is wrong. */
export type PlanFormAlert =
  | "came-back"
  | "closed"
  | "ended"
  | "press-again"
  | "stripe-unreachable"
  | "too-old"
  | "page-closed"
  | "bot"
  | "too-many-changes"
  | "changed";

export function PlanFormAlertBox({ alert, waitSeconds }: { alert: PlanFormAlert; waitSeconds: number }) {
  const { title, message } = alertText(alert, waitSeconds);
  return (
    <div className="note" role="status" tabIndex={-1} {...{ autofocus: "" }}>
      <h2>{title}</h2>
      <p>{message}</p>
    </div>
  );
}

function alertText(alert: PlanFormAlert, waitSeconds: number): { title: string; message: string } {
  switch (alert) {
    case "came-back":
      return {
        title: "Nothing was agreed, nothing was taken",
        message: "You came back before confirming. Your form is as you left it: change what you like, and go on when you are ready.",
      };
    case "closed":
      return {
        title: "Nothing was agreed, nothing was taken",
        message: "Stripe’s page was not finished and has closed. Your form is as you left it: check it, and go on when you are ready.",
      };
    case "ended":
      return {
        title: "Welcome back",
        message:
          "Your earlier sponsorship has ended, and nothing is taken for it. Your choices are filled in: change what you like, and begin again.",
      };
    case "press-again": {
      const { title, body } = pressAgainText(waitSeconds);
      return { title, message: body };
    }
    case "stripe-unreachable":
      return {
        title: "The payment page can’t be reached just now",
        message: "Nothing was taken, and all that you wrote is kept. Please press “Continue to payment” again in a minute.",
      };
    case "too-old":
      return {
        title: "Please check it once more",
        message: "This form was open for a long time, so we started afresh with everything that you wrote. Nothing was taken.",
      };
    case "bot":
      return {
        title: "Please check it once more",
        message:
          "A field that people do not see was filled in, so we could not tell you from a machine. We emptied it and kept everything that you wrote. Nothing was taken.",
      };
    case "page-closed":
      return {
        title: "Please check it once more",
        message:
          "The payment page that belonged to this form has closed, so we started afresh with everything that you wrote. Nothing was taken.",
      };
    case "too-many-changes":
      return {
        title: "Please press “Continue to payment” once more",
        message:
          "This form was changed many times, so we closed its payment pages and started afresh with everything that you wrote. Nothing was taken.",
      };
    case "changed":
      return {
        title: "A date or a sum has changed",
        message: "Since this page was opened, a day has passed or a fee has changed. Nothing was taken. Below is what holds now.",
      };
  }
}
