import { consentPurposes } from "~/supporters/consent/consent";

/** What the newsletter is about: each topic is a purpose of its own in the consent ledger. */
export const topics = consentPurposes;
export type Topic = (typeof topics)[number];

export const topicNames: Record<Topic, string> = { news: "News", events: "Events", appeals: "Appeals" };

/** How often at most somebody wants an email. */
export const emailFrequencies = ["every", "monthly", "quarterly"] as const;
export type EmailFrequency = (typeof emailFrequencies)[number];

export const emailFrequencyLabels: Record<EmailFrequency, string> = {
  every: "Whenever there is something to tell, about twice a month",
  monthly: "Once a month at most",
  quarterly: "Four times a year at most",
};

/** The same as the end of a sentence. */
export const emailFrequencyPhrases: Record<EmailFrequency, string> = {
  every: "about twice a month",
  monthly: "once a month at most",
  quarterly: "four times a year at most",
};

/**
 * The frequencies that an issue reaches. An issue is one of many ("every"), the one of its month, or the one of its
 * quarter: so nobody gets more than they asked for, whatever was sent before.
 */
export const frequenciesReachedBy = (issue: EmailFrequency): EmailFrequency[] =>
  emailFrequencies.slice(0, emailFrequencies.indexOf(issue) + 1);

/** The life of a subscription, from the moment its address confirmed. */
export const subscriptionStates = ["subscribed", "unsubscribed", "erasing"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** Every move there is. Drawn in GLOSSARY.md. What is erasing is forgotten as soon as Resend's contact is gone. */
export const subscriptionTransitions: Record<SubscriptionState, readonly SubscriptionState[]> = {
  subscribed: ["unsubscribed", "erasing"],
  unsubscribed: ["subscribed", "erasing"],
  erasing: [],
};

/** The states from which one may come to this one. */
export const subscriptionStatesBefore = (target: SubscriptionState): SubscriptionState[] =>
  subscriptionStates.filter((state) => subscriptionTransitions[state].includes(target));

/** The life of a request that an address has to confirm. */
export const requestStates = ["received", "waiting", "answered", "confirmed"] as const;
export type RequestState = (typeof requestStates)[number];

export const requestTransitions: Record<RequestState, readonly RequestState[]> = {
  received: ["waiting", "answered"],
  waiting: ["confirmed"],
  answered: [],
  confirmed: [],
};

/** For how long a confirmation counts. */
export const requestValidDays = 7;

/** Whether emails are held back now. */
export const isPaused = (subscription: { pausedUntil: Date | null }, now: Date): boolean =>
  subscription.pausedUntil !== null && subscription.pausedUntil > now;
