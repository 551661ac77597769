import type { ReactElement } from "react";
import { staffAlert } from "./alert";
import { cardExpires } from "./card-expires";
import { planAnniversary } from "./plan-anniversary";
import { planCancelled } from "./plan-cancelled";
import { planChanged } from "./plan-changed";
import { upcomingCollection } from "./plan-notice";
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
import { erasureCompleted } from "./erased";
import { giftAid } from "./gift-aid";
import type { EmailTemplate } from "./letter";
import { planWelcome } from "./plan-welcome";
import { issue } from "./issue";
import { newsletterConfirm } from "./newsletter-confirm";
import { newsletterAlreadySubscribed } from "./newsletter-known";
import { newsletterAddressChanged } from "./newsletter-moved";
import { newsletterWelcome } from "./newsletter-welcome";
import { receipt } from "./receipt";
import { refund } from "./refund";
import { signIn } from "./sign-in";
import { tributeCard } from "./tribute-card";

/** A letter filled in with made-up props. */
export type Sample = { kind: string; label: string; subject: string; element: ReactElement };

const listSamplesOf = <Props>(kind: string, template: EmailTemplate<Props>): Sample[] =>
  Object.entries(template.samples).map(([label, props]) => ({
    kind,
    label,
    subject: template.subject(props),
    element: template.Body(props),
  }));

/** Every letter of the site with each of its samples, for previews and tests. */
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
  ...listSamplesOf("card-expires", cardExpires),
  ...listSamplesOf("plan-anniversary", planAnniversary),
  ...listSamplesOf("plan-welcome", planWelcome),
  ...listSamplesOf("tribute-card", tributeCard),
  ...listSamplesOf("newsletter-confirm", newsletterConfirm),
  ...listSamplesOf("newsletter-already-subscribed", newsletterAlreadySubscribed),
  ...listSamplesOf("newsletter-welcome", newsletterWelcome),
  ...listSamplesOf("newsletter-address-changed", newsletterAddressChanged),
  ...listSamplesOf("issue", issue),
  ...listSamplesOf("alert", staffAlert),
  ...listSamplesOf("sign-in", signIn),
  ...listSamplesOf("email-change", emailChange),
  ...listSamplesOf("gift-aid", giftAid),
  ...listSamplesOf("erased", erasureCompleted),
];
