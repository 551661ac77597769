import type { Consent, NewsRequest, Subscription, Suppression, SuppressionLift } from "~/../prisma/client/client";
import { inWords, dateInWords, timeInWords } from "~/platform/london-dates";
import { askedWords, askedWays } from "~/newsletter/suppressions/unsuppress-form";
import { rhythmInSentence, topicNames } from "~/newsletter/subscription";
import { lifting, reasonWords } from "~/newsletter/suppressions/suppression";

type Known = {
  suppressions: Suppression[];
  subscription: Subscription | null;
  waiting: NewsRequest | null;
  lifts: SuppressionLift[];
  consents: Consent[];
};

/** What is known of an address, as the desk shows it. */
export function addressForDesk({ suppressions, subscription, waiting, lifts, consents }: Known) {
  return {
    reasons: suppressions.map(({ reason, suppressedAt }) => ({ reason, words: reasonWords[reason], since: inWords(suppressedAt) })),
    state: subscription?.state ?? null,
    isBeingErased: subscription?.state === "erasing",
    mayLift: suppressions.some(({ reason }) => lifting[reason] !== "own-sign-up"),
    goesOnAfterLift: subscription?.state === "subscribed" && suppressions.every(({ reason }) => lifting[reason] === "goes"),
    subscription: subscription && subscriptionWords(subscription),
    waitingSince: waiting && inWords(waiting.askedAt),
    history: [
      ...consents.map((line) => ({
        at: line.agreedAt,
        words: consentWords(line),
        detail: consentDetail(line),
        when: line.via === "import" ? inWords(line.agreedAt) : timeInWords(line.agreedAt),
      })),
      ...lifts.map((lift) => ({
        at: lift.liftedAt,
        words: `Let in again, though: ${inSentence(reasonWords[lift.reason])}`,
        detail: liftDetail(lift),
        when: timeInWords(lift.liftedAt),
      })),
    ]
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ when, words, detail }) => ({ when, words, detail })),
  };
}

export type AddressForDesk = ReturnType<typeof addressForDesk>;

function subscriptionWords({ state, topics, rhythm, confirmedAt, leftAt, pausedUntil }: Subscription): string {
  if (state === "erasing") return "Being forgotten just now";
  if (state === "left") return `Had the newsletter, and left on ${inWords(leftAt ?? confirmedAt)}`;
  const paused = pausedUntil ? `. Letters are held back until ${inWords(pausedUntil)}` : "";
  return `${topics.map((topic) => topicNames[topic]).join(", ")}, ${rhythmInSentence[rhythm]}, since ${inWords(confirmedAt)}${paused}`;
}

const inSentence = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

const actionWords: Record<string, string> = { asked: "Asked for", confirmed: "Said yes to", withdrawn: "Took back" };
const viaWords: Record<string, string> = {
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
  left: "by leaving everything",
  erasure: "by asking to be forgotten",
  moved: "by moving to another address",
};

const consentWords = ({ action, purpose, via }: Consent): string =>
  `${actionWords[action] ?? action} ${topicNames[purpose as keyof typeof topicNames] ?? purpose}, ${viaWords[via] ?? via}`;

const consentDetail = ({ wording, evidence }: Consent): string => [evidence, wording && `Wording ${wording}`].filter(Boolean).join(". ");

function liftDetail({ asked, askedOn, words, liftedBy }: SuppressionLift): string {
  const way = askedWays.find((each) => each === asked);
  return `${way ? askedWords[way] : asked}, on ${dateInWords(askedOn)}: “${words}” Let in by ${liftedBy}.`;
}
