import type { ReactElement } from "react";
import { alert } from "./alert";
import { directDebitFailed } from "./direct-debit-failed";
import { directDebitOnItsWay } from "./direct-debit-on-its-way";
import { disputeClosed } from "./dispute-closed";
import { disputeOpened } from "./dispute-opened";
import { issue } from "./issue";
import type { Letter } from "./letter";
import { newsletterConfirm } from "./newsletter-confirm";
import { newsletterKnown } from "./newsletter-known";
import { newsletterMoved } from "./newsletter-moved";
import { newsletterWelcome } from "./newsletter-welcome";
import { receipt } from "./receipt";
import { refund } from "./refund";

/** A letter filled in with made-up props. */
export type Sample = { kind: string; shows: string; subject: string; element: ReactElement };

const samplesOf = <Props>(kind: string, letter: Letter<Props>): Sample[] =>
  Object.entries(letter.samples).map(([shows, props]) => ({
    kind,
    shows,
    subject: letter.subject(props),
    element: letter.Body(props),
  }));

/** Every letter of the site with each of its samples, for previews and tests. */
export const samples = (): Sample[] => [
  ...samplesOf("receipt", receipt),
  ...samplesOf("direct-debit-on-its-way", directDebitOnItsWay),
  ...samplesOf("direct-debit-failed", directDebitFailed),
  ...samplesOf("refund", refund),
  ...samplesOf("dispute-opened", disputeOpened),
  ...samplesOf("dispute-closed", disputeClosed),
  ...samplesOf("newsletter-confirm", newsletterConfirm),
  ...samplesOf("newsletter-known", newsletterKnown),
  ...samplesOf("newsletter-welcome", newsletterWelcome),
  ...samplesOf("newsletter-moved", newsletterMoved),
  ...samplesOf("issue", issue),
  ...samplesOf("alert", alert),
];
