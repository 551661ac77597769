import { emailFrequencies, type EmailFrequency, type Topic } from "./subscription";

/** What an address gets and what it said no to. `topics`: none where it is not subscribed. */
export type NewsletterChoices = {
  isSubscribed: boolean;
  topics: readonly Topic[];
  refused: readonly Topic[];
  emailFrequency: EmailFrequency;
  pausedUntil: Date | null;
};

/** What is left for the address that stays, and for the one that goes; no topics: its newsletter ends. */
export type MergedChoices = { kept: Topic[]; other: Topic[]; emailFrequency: EmailFrequency; pausedUntil: Date | null };

const without = (topics: readonly Topic[], refused: readonly Topic[]) => topics.filter((topic) => !refused.includes(topic));
const later = (a: Date | null, b: Date | null) => (a === null || (b !== null && b > a) ? b : a);

/**
 * What one person gets who had the newsletter at two addresses. A no at either stands for both. Where both are subscribed the one that stays
 * goes on with what both chose, as seldom as either, and the other ends: nobody gets an issue twice. Where only the other is, it goes on there:
 * the address that stays has never confirmed a newsletter.
 */
export function mergeChoices(kept: NewsletterChoices, other: NewsletterChoices): MergedChoices {
  const refused = [...kept.refused, ...other.refused];
  const { emailFrequency, pausedUntil } = kept;
  if (!kept.isSubscribed) return { kept: [], other: without(other.topics, refused), emailFrequency, pausedUntil };
  if (!other.isSubscribed) return { kept: without(kept.topics, refused), other: [], emailFrequency, pausedUntil };
  const rarer = Math.max(emailFrequencies.indexOf(emailFrequency), emailFrequencies.indexOf(other.emailFrequency));
  return {
    kept: without(
      kept.topics.filter((topic) => other.topics.includes(topic)),
      refused,
    ),
    other: [],
    emailFrequency: emailFrequencies[rarer] ?? emailFrequency,
    pausedUntil: later(pausedUntil, other.pausedUntil),
  };
}
