import type { EmailKind } from "~/platform/mail/email-kinds";

/** Emails to people about their giving, as staff call them. Those that carry a link to sign in or to confirm are never sent by staff. */
const labels: Partial<Record<EmailKind, string>> = {
  receipt: "Receipt",
  "direct-debit-on-its-way": "Direct Debit on its way",
  "direct-debit-failed": "Direct Debit failed",
  refund: "Refund",
  "dispute-opened": "The bank asked for it back",
  "dispute-closed": "How the bank decided",
  "gift-aid-declared": "Gift Aid declaration",
  "gift-aid-cancelled": "Gift Aid cancelled",
  "gift-aid-changed": "Gift Aid details changed",
  "gift-aid-request": "Asked about Gift Aid",
  "plan-welcome": "Welcome to the sponsorship",
  "present-certificate": "Certificate of a present",
  "tribute-card": "Card to a third person",
  "collection-receipt": "Receipt of a payment",
  "collection-recovered": "Receipt of a payment that came late",
  "plan-recovered": "A payment came after all",
  "collection-failed": "A payment failed",
  "collections-summary": "Summary of payments",
  "plan-lapsed": "The sponsorship ended unpaid",
  "plan-amount-changed": "Another amount",
  "plan-interval-changing": "Collected at other times",
  "plan-interval-change-cancelled": "Collected as before",
  "plan-interval-change-postponed": "The change of times waits",
  "plan-paused": "Paused",
  "plan-resumed": "Goes on",
  "plan-skipped": "A payment is skipped",
  "plan-unskipped": "A payment is taken after all",
  "plan-payment-method-changed": "Another card or account",
  "plan-cancelled": "The sponsorship was stopped",
  "plan-notice": "A payment is coming",
  "plan-resumes-soon": "A pause ends",
  "card-expires": "The card expires",
  "direct-debit-cancelled": "The Direct Debit was cancelled at the bank",
  "plan-anniversary": "Anniversary",
  "plan-link": "The link to the sponsorship",
  "statement-ready": "Statement of a tax year",
  "room-closing": "Their room closes",
  "room-stays": "Their room stays open",
  "room-moved": "Their room has closed",
};

/** What staff call a kind of email; null: it is not theirs to see or send. */
export const emailLabel = (kind: string): string | null => (labels as Record<string, string | undefined>)[kind] ?? null;

const refusalTexts: Record<string, string> = {
  may_have_been_sent: "an outage left us not knowing whether it went",
  validation_error: "Resend does not take its address",
};

/** Why an email was not sent, in words. */
export const emailRefusalText = (refusal: string): string => refusalTexts[refusal] ?? refusal;
