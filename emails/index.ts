import type { ReactElement } from "react";
import { staffAlert } from "./staff-alert";
import { staffInvitation } from "./staff/invitation";
import { staffSignIn } from "./staff/sign-in";
import { cardExpires } from "./sponsorship/card-expires";
import { directDebitCancelled } from "./sponsorship/direct-debit-cancelled";
import { planAnniversary } from "./sponsorship/plan-anniversary";
import { planCancelled } from "./sponsorship/plan-cancelled";
import { planChanged } from "./sponsorship/plan-changed";
import { upcomingCollection } from "./sponsorship/upcoming-collection";
import { collectionFailed } from "./sponsorship/collection-failed";
import { collectionReceipt } from "./sponsorship/collection-receipt";
import { collectionsSummary } from "./sponsorship/collections-summary";
import { planLapsed } from "./sponsorship/plan-lapsed";
import { planRecovered } from "./sponsorship/plan-recovered";
import { directDebitFailed } from "./donations/direct-debit-failed";
import { directDebitOnItsWay } from "./donations/direct-debit-on-its-way";
import { disputeClosed } from "./donations/dispute-closed";
import { disputeOpened } from "./donations/dispute-opened";
import { emailChange } from "./supporters/email-change";
import { erasureCompleted } from "./supporters/erasure-completed";
import { giftAid } from "./donations/gift-aid";
import { giftAidChanged } from "./donations/gift-aid-changed";
import { giftAidRequest } from "./donations/gift-aid-request";
import type { EmailTemplate } from "./email-template";
import { planWelcome } from "./sponsorship/plan-welcome";
import { presentCertificate } from "./sponsorship/present-certificate";
import { roomNews } from "./sponsorship/room-news";
import { issue } from "./newsletter/issue";
import { newsletterConfirm } from "./newsletter/confirm-subscription";
import { newsletterDataLink } from "./newsletter/data-link";
import { newsletterAlreadySubscribed } from "./newsletter/already-subscribed";
import { newsletterAddressChanged } from "./newsletter/address-changed";
import { newsletterWelcome } from "./newsletter/welcome";
import { receipt } from "./donations/receipt";
import { statementReady } from "./donations/statement-ready";
import { refund } from "./donations/refund";
import { signIn } from "./supporters/sign-in";
import { tributeCard } from "./sponsorship/tribute-card";

/** An email filled in with made-up props. */
export type Sample = { kind: string; label: string; subject: string; element: ReactElement };

const listSamplesOf = <Props>(kind: string, template: EmailTemplate<Props>): Sample[] =>
  Object.entries(template.samples).map(([label, props]) => ({
    kind,
    label,
    subject: template.subject(props),
    element: template.Body(props),
  }));

/** Every email of the site with each of its samples, for previews and tests. */
export const listSamples = (): Sample[] => [
  ...listSamplesOf("receipt", receipt),
  ...listSamplesOf("direct-debit-on-its-way", directDebitOnItsWay),
  ...listSamplesOf("direct-debit-failed", directDebitFailed),
  ...listSamplesOf("refund", refund),
  ...listSamplesOf("dispute-opened", disputeOpened),
  ...listSamplesOf("dispute-closed", disputeClosed),
  ...listSamplesOf("collection-failed", collectionFailed),
  ...listSamplesOf("collection-receipt", collectionReceipt),
  ...listSamplesOf("collections-summary", collectionsSummary),
  ...listSamplesOf("plan-lapsed", planLapsed),
  ...listSamplesOf("plan-recovered", planRecovered),
  ...listSamplesOf("plan-changed", planChanged),
  ...listSamplesOf("plan-cancelled", planCancelled),
  ...listSamplesOf("plan-notice", upcomingCollection),
  ...listSamplesOf("room-news", roomNews),
  ...listSamplesOf("card-expires", cardExpires),
  ...listSamplesOf("direct-debit-cancelled", directDebitCancelled),
  ...listSamplesOf("plan-anniversary", planAnniversary),
  ...listSamplesOf("plan-welcome", planWelcome),
  ...listSamplesOf("present-certificate", presentCertificate),
  ...listSamplesOf("tribute-card", tributeCard),
  ...listSamplesOf("newsletter-confirm", newsletterConfirm),
  ...listSamplesOf("newsletter-already-subscribed", newsletterAlreadySubscribed),
  ...listSamplesOf("newsletter-data-link", newsletterDataLink),
  ...listSamplesOf("newsletter-welcome", newsletterWelcome),
  ...listSamplesOf("newsletter-address-changed", newsletterAddressChanged),
  ...listSamplesOf("issue", issue),
  ...listSamplesOf("alert", staffAlert),
  ...listSamplesOf("sign-in", signIn),
  ...listSamplesOf("email-change", emailChange),
  ...listSamplesOf("gift-aid", giftAid),
  ...listSamplesOf("gift-aid-changed", giftAidChanged),
  ...listSamplesOf("gift-aid-request", giftAidRequest),
  ...listSamplesOf("statement-ready", statementReady),
  ...listSamplesOf("erased", erasureCompleted),
  ...listSamplesOf("staff-invitation", staffInvitation),
  ...listSamplesOf("staff-sign-in", staffSignIn),
];
