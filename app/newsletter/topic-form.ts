import { parseEmail } from "~/platform/email-address";
import { emailFrequencies, topics, type EmailFrequency, type Topic } from "./subscription";

/** What somebody wants to get. */
export type TopicPreferences = { topics: Topic[]; emailFrequency: EmailFrequency };

/** A form of the newsletter as it was typed: shown again, unchanged, when something is wrong. */
export type TopicPreferencesInput = { email: string; topics: Topic[]; emailFrequency: string };

export type FormError = { field: string; message: string };

/** The texts of a form. `text` gives the one text of a field, "" if it has none. */
export const topicInputFrom = (text: (name: string) => string): TopicPreferencesInput => ({
  email: text("email"),
  topics: topics.filter((topic) => text(topic) === "yes"),
  emailFrequency: text("frequency"),
});

/** Reads topics and frequency. At least one topic: a form with none ticked is a mistake, never "all". */
export function parseTopicPreferences(input: TopicPreferencesInput): { preferences: TopicPreferences } | { errors: FormError[] } {
  const emailFrequency = emailFrequencies.find((each) => each === input.emailFrequency);
  const errors: FormError[] = [];
  if (input.topics.length === 0) errors.push({ field: topics[0], message: "Tick what you would like to hear about" });
  if (!emailFrequency) errors.push({ field: `frequency-${emailFrequencies[0]}`, message: "Choose how often we may write" });
  return emailFrequency && errors.length === 0 ? { preferences: { topics: input.topics, emailFrequency } } : { errors };
}

/** Reads the whole sign-up form: the request and the address, or every mistake in the order of the page. */
export function parseSignUp(input: TopicPreferencesInput): { email: string; preferences: TopicPreferences } | { errors: FormError[] } {
  const preferences = parseTopicPreferences(input);
  const address = parseEmail(input.email, "Write your email address: the emails go there");
  if ("preferences" in preferences && "email" in address) return { email: address.email, preferences: preferences.preferences };
  return {
    errors: [
      ...("errors" in preferences ? preferences.errors : []),
      ...("wrong" in address ? [{ field: "email", message: address.wrong }] : []),
    ],
  };
}
