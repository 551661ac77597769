import { uncapitalize } from "~/platform/number-words";
import type { Consent, NewsletterRequest, NewsletterSubscription, Suppression, SuppressionRemoval } from "~/../prisma/client/client";
import { formatDate, formatDateTime, formatLondonDate, fromDateColumn } from "~/platform/london-dates";
import { requestChannelLabels } from "~/newsletter/suppressions/unsuppress-form";
import { emailFrequencyPhrases, topicNames } from "~/newsletter/subscription";
import { unsuppressEffects, suppressionReasonTexts } from "~/newsletter/suppressions/suppression";

type SuppressionFacts = {
  suppressions: Suppression[];
  subscription: NewsletterSubscription | null;
  waiting: NewsletterRequest | null;
  lifts: SuppressionRemoval[];
  consents: Consent[];
};

/** What is known of an address, as the desk shows it. */
export function toSuppressionView({ suppressions, subscription, waiting, lifts, consents }: SuppressionFacts) {
  return {
    reasons: suppressions.map(({ reason, suppressedAt }) => ({
      reason,
      text: suppressionReasonTexts[reason],
      since: formatDate(suppressedAt),
    })),
    state: subscription?.status ?? null,
    isBeingErased: subscription?.status === "erasing",
    canUnsuppress: suppressions.some(({ reason }) => unsuppressEffects[reason] !== "own-sign-up"),
    resumesAfterUnsuppress:
      subscription?.status === "subscribed" && suppressions.every(({ reason }) => unsuppressEffects[reason] === "resumes"),
    subscription: subscription && describeSubscription(subscription),
    waitingSince: waiting && formatDate(waiting.requestedAt),
    history: [
      ...consents.map((line) => ({
        at: line.agreedAt,
        text: describeConsent(line),
        detail: consentDetail(line),
        when: line.via === "import" ? formatDate(line.agreedAt) : formatDateTime(line.agreedAt),
      })),
      ...lifts.map((lift) => ({
        at: lift.removedAt,
        text: `Let in again, though: ${uncapitalize(suppressionReasonTexts[lift.reason])}`,
        detail: describeLift(lift),
        when: formatDateTime(lift.removedAt),
      })),
    ]
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ when, text, detail }) => ({ when, text, detail })),
  };
}

export type SuppressionView = ReturnType<typeof toSuppressionView>;

function describeSubscription({ status, topics, emailFrequency, confirmedAt, leftAt, pausedUntil }: NewsletterSubscription): string {
  if (status === "erasing") return "Being forgotten just now";
  if (status === "unsubscribed") return `Had the newsletter, and left on ${formatDate(leftAt ?? confirmedAt)}`;
  const paused = pausedUntil ? `. Emails are held back until ${formatDate(pausedUntil)}` : "";
  return `${topics.map((topic) => topicNames[topic]).join(", ")}, ${emailFrequencyPhrases[emailFrequency]}, since ${formatDate(confirmedAt)}${paused}`;
}

const actionLabels: Record<string, string> = { asked: "Asked for", confirmed: "Said yes to", withdrawn: "Took back" };
const viaLabels: Record<string, string> = {
  newsletter: "on the newsletter’s form",
  donate: "with a donation",
  sponsor: "with a sponsorship",
  preferences: "on their own page",
  import: "by a list",
  "one-click": "by one click in an email",
  resend: "at the mail service",
  complaint: "by marking an email as spam",
  fps: "through the Fundraising Preference Service",
  desk: "by telling staff",
  unsubscribed: "by leaving everything",
  erasure: "by asking to be forgotten",
  moved: "by moving to another address",
};

const describeConsent = ({ action, purpose, via }: Consent): string =>
  `${actionLabels[action] ?? action} ${topicNames[purpose as keyof typeof topicNames] ?? purpose}, ${viaLabels[via] ?? via}`;

const consentDetail = ({ wordingVersion, evidence }: Consent): string =>
  [evidence, wordingVersion && `Wording ${wordingVersion}`].filter(Boolean).join(". ");

function describeLift({ channel, requestedOn, statement, removedBy }: SuppressionRemoval): string {
  return `${requestChannelLabels[channel]}, on ${formatLondonDate(fromDateColumn(requestedOn))}: “${statement}” Let in by ${removedBy}.`;
}
