import type { Consent, NewsRequest, Subscription, Suppression, SuppressionLift } from "~/../prisma/client/client";
import { formatDate, formatLondonDate, formatDateTime } from "~/platform/london-dates";
import { requestChannelLabels, requestChannels } from "~/newsletter/suppressions/unsuppress-form";
import { emailFrequencyPhrases, topicNames } from "~/newsletter/subscription";
import { unsuppressEffects, suppressionReasonTexts } from "~/newsletter/suppressions/suppression";

type SuppressionFacts = {
  suppressions: Suppression[];
  subscription: Subscription | null;
  waiting: NewsRequest | null;
  lifts: SuppressionLift[];
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
    state: subscription?.state ?? null,
    isBeingErased: subscription?.state === "erasing",
    canUnsuppress: suppressions.some(({ reason }) => unsuppressEffects[reason] !== "own-sign-up"),
    resumesAfterUnsuppress:
      subscription?.state === "subscribed" && suppressions.every(({ reason }) => unsuppressEffects[reason] === "resumes"),
    subscription: subscription && describeSubscription(subscription),
    waitingSince: waiting && formatDate(waiting.askedAt),
    history: [
      ...consents.map((line) => ({
        at: line.agreedAt,
        text: describeConsent(line),
        detail: consentDetail(line),
        when: line.via === "import" ? formatDate(line.agreedAt) : formatDateTime(line.agreedAt),
      })),
      ...lifts.map((lift) => ({
        at: lift.liftedAt,
        text: `Let in again, though: ${lowerFirst(suppressionReasonTexts[lift.reason])}`,
        detail: describeLift(lift),
        when: formatDateTime(lift.liftedAt),
      })),
    ]
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ when, text, detail }) => ({ when, text, detail })),
  };
}

export type SuppressionView = ReturnType<typeof toSuppressionView>;

function describeSubscription({ state, topics, rhythm, confirmedAt, leftAt, pausedUntil }: Subscription): string {
  if (state === "erasing") return "Being forgotten just now";
  if (state === "unsubscribed") return `Had the newsletter, and left on ${formatDate(leftAt ?? confirmedAt)}`;
  const paused = pausedUntil ? `. Letters are held back until ${formatDate(pausedUntil)}` : "";
  return `${topics.map((topic) => topicNames[topic]).join(", ")}, ${emailFrequencyPhrases[rhythm]}, since ${formatDate(confirmedAt)}${paused}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const actionLabels: Record<string, string> = { asked: "Asked for", confirmed: "Said yes to", withdrawn: "Took back" };
const viaLabels: Record<string, string> = {
  newsletter: "on the newsletter’s form",
  donate: "with a gift",
  sponsor: "with a plan",
  preferences: "on their own page",
  import: "by a list",
  "one-click": "by one click in a letter",
  resend: "at the mail service",
  complaint: "by marking a letter as spam",
  fps: "through the Fundraising Preference Service",
  desk: "by telling staff",
  unsubscribed: "by leaving everything",
  erasure: "by asking to be forgotten",
  moved: "by moving to another address",
};

const describeConsent = ({ action, purpose, via }: Consent): string =>
  `${actionLabels[action] ?? action} ${topicNames[purpose as keyof typeof topicNames] ?? purpose}, ${viaLabels[via] ?? via}`;

const consentDetail = ({ wording, evidence }: Consent): string => [evidence, wording && `Wording ${wording}`].filter(Boolean).join(". ");

function describeLift({ asked, askedOn, words, liftedBy }: SuppressionLift): string {
  const channel = requestChannels.find((each) => each === asked);
  return `${channel ? requestChannelLabels[channel] : asked}, on ${formatLondonDate(askedOn)}: “${words}” Let in by ${liftedBy}.`;
}
