import { purposes } from "~/supporters/consent/consent";

/** What the newsletter is about: each topic is a purpose of its own in the consent ledger. */
export const topics = purposes;
export type Topic = (typeof topics)[number];

export const topicNames: Record<Topic, string> = { news: "News", events: "Events", appeals: "Appeals" };

/** How often at most somebody wants a letter. */
export const rhythms = ["every", "monthly", "quarterly"] as const;
export type Rhythm = (typeof rhythms)[number];

export const rhythmWords: Record<Rhythm, string> = {
  every: "Whenever there is something to tell, about twice a month",
  monthly: "Once a month at most",
  quarterly: "Four times a year at most",
};

/** The same as the end of a sentence. */
export const rhythmInSentence: Record<Rhythm, string> = {
  every: "about twice a month",
  monthly: "once a month at most",
  quarterly: "four times a year at most",
};

/**
 * The rhythms that an issue reaches. An issue is one of many ("every"), the one of its month, or the one of its
 * quarter: so nobody gets more than they asked for, whatever was sent before.
 */
export const reachedBy = (issue: Rhythm): Rhythm[] => rhythms.slice(0, rhythms.indexOf(issue) + 1);

/** The life of a subscription, from the moment its address confirmed. */
export const states = ["subscribed", "left", "erasing"] as const;
export type SubscriptionState = (typeof states)[number];

/** Every move there is. Drawn in WORDS.md. What is erasing is forgotten as soon as Resend's contact is gone. */
export const moves: Record<SubscriptionState, readonly SubscriptionState[]> = {
  subscribed: ["left", "erasing"],
  left: ["subscribed", "erasing"],
  erasing: [],
};

/** The states from which one may come to this one. */
export const waysTo = (target: SubscriptionState): SubscriptionState[] => states.filter((state) => moves[state].includes(target));

/** The life of a wish that an address has to confirm. */
export const requestStates = ["received", "waiting", "answered", "confirmed"] as const;
export type RequestState = (typeof requestStates)[number];

export const requestMoves: Record<RequestState, readonly RequestState[]> = {
  received: ["waiting", "answered"],
  waiting: ["confirmed"],
  answered: [],
  confirmed: [],
};

/** For how long a confirmation counts. */
export const requestLastsDays = 7;

/** Whether letters are held back now. */
export const isPaused = (subscription: { pausedUntil: Date | null }, now: Date): boolean =>
  subscription.pausedUntil !== null && subscription.pausedUntil > now;
