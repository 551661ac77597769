import type { ReactElement } from "react";
import { alert } from "./alert";
import { cardExpires } from "./card-expires";
import { planAnniversary } from "./plan-anniversary";
import { planCancelled } from "./plan-cancelled";
import { planChanged } from "./plan-changed";
import { planNotice } from "./plan-notice";
import { collectionFailed } from "./collection-failed";
import { collectionReceipt } from "./collection-receipt";
import { collectionsSummary } from "./collections-summary";
import { planLapsed } from "./plan-lapsed";
import { planRecovered } from "./plan-recovered";
import { directDebitFailed } from "./direct-debit-failed";
import { directDebitOnItsWay } from "./direct-debit-on-its-way";
import { disputeClosed } from "./dispute-closed";
import { disputeOpened } from "./dispute-opened";
import { emailChange } from "./email-change";
import { erased } from "./erased";
import { giftAid } from "./gift-aid";
import type { Letter } from "./letter";
import { planWelcome } from "./plan-welcome";
import { issue } from "./issue";
import { newsletterConfirm } from "./newsletter-confirm";
import { newsletterKnown } from "./newsletter-known";
import { newsletterMoved } from "./newsletter-moved";
import { newsletterWelcome } from "./newsletter-welcome";
import { receipt } from "./receipt";
import { refund } from "./refund";
import { signIn } from "./sign-in";
import { tributeCard } from "./tribute-card";

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
  ...samplesOf("collection-failed", collectionFailed),
  ...samplesOf("collection-receipt", collectionReceipt),
  ...samplesOf("collections-summary", collectionsSummary),
  ...samplesOf("plan-lapsed", planLapsed),
  ...samplesOf("plan-recovered", planRecovered),
  ...samplesOf("plan-changed", planChanged),
  ...samplesOf("plan-cancelled", planCancelled),
  ...samplesOf("plan-notice", planNotice),
  ...samplesOf("card-expires", cardExpires),
  ...samplesOf("plan-anniversary", planAnniversary),
  ...samplesOf("plan-welcome", planWelcome),
  ...samplesOf("tribute-card", tributeCard),
  ...samplesOf("newsletter-confirm", newsletterConfirm),
  ...samplesOf("newsletter-known", newsletterKnown),
  ...samplesOf("newsletter-welcome", newsletterWelcome),
  ...samplesOf("newsletter-moved", newsletterMoved),
  ...samplesOf("issue", issue),
  ...samplesOf("alert", alert),
  ...samplesOf("sign-in", signIn),
  ...samplesOf("email-change", emailChange),
  ...samplesOf("gift-aid", giftAid),
  ...samplesOf("erased", erased),
];
