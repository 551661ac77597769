import type { NoticeText } from "~/platform/ui/notice-box";
import type { StartResult } from "./start-checkout.server";

/** What a form says that could not be started, where nothing that was typed is wrong. */
export type RefusalNotice = "press-again" | "stripe-unreachable" | "too-old" | "page-closed" | "bot" | "too-many-changes";

/** How a screen answers; `renewsFormId`: the form begins afresh, with all that was typed. */
type RefusalAnswer = { status: number; notice: RefusalNotice; waitSeconds?: number; ticket?: string; renewsFormId?: boolean };

export function answerRefusal(result: Exclude<StartResult, { goTo: string }>): RefusalAnswer {
  switch (result.refused) {
    case "press-again":
      return { status: 429, notice: "press-again", waitSeconds: result.waitSeconds, ticket: result.ticket };
    case "stripe-unreachable":
      return { status: 503, notice: "stripe-unreachable" };
    case "too-many-changes":
      return { status: 409, notice: "too-many-changes", renewsFormId: true };
    case "form-too-old":
      return { status: 409, notice: "page-closed", renewsFormId: true };
  }
}

/** @param waitSeconds how long others behind the same connection keep the button busy */
export function refusalText(notice: RefusalNotice, waitSeconds: number): NoticeText {
  const title = "Please press the button again";
  switch (notice) {
    case "press-again":
      return {
        title: waitSeconds > 5 ? `Please wait ${waitSeconds} seconds, then press the button` : title,
        body: "Many payments were started in a short time, from your network or everywhere, so we ask you to press the button again to keep stolen cards out. Nothing was taken, and everything you entered is still here.",
      };
    case "stripe-unreachable":
      return {
        title: "The payment page can’t be reached just now",
        body: "Nothing was taken, and everything you entered is still here. Please press the button again in a minute.",
      };
    case "too-old":
      return {
        title,
        body: "This form was open for a long time, so we started afresh with everything you entered. Nothing was taken.",
      };
    case "bot":
      return {
        title,
        body: "A field that people do not see was filled in, so we could not tell you from a machine. We emptied it and kept everything you entered. Nothing was taken.",
      };
    case "page-closed":
      return {
        title,
        body: "The payment page that belonged to this form has closed, so we started afresh with everything you entered. Nothing was taken.",
      };
    case "too-many-changes":
      return {
        title,
        body: "This form was changed many times, so we closed its payment pages and started afresh with everything you entered. Nothing was taken.",
      };
  }
}
