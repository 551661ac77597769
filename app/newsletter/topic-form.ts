import { parseEmail } from "~/platform/email-address";
import { chosen, personFields, type FormError } from "~/platform/http/forms/form-fields";
import { emailFrequencies, topics, type EmailFrequency, type Topic } from "./subscription";

/** What somebody wants to get. */
export type TopicPreferences = { topics: Topic[]; emailFrequency: EmailFrequency };

/** A form of the newsletter as it was typed: shown again, unchanged, when something is wrong. */
export type TopicPreferencesInput = { email: string; topics: Topic[]; emailFrequency: string };

/** The names of the fields that choose topics and how often. */
export const topicNames = [...topics, "frequency"] as const;
type TopicField = (typeof topicNames)[number];
/** The fields of the sign-up form: these, the address, and what a form of our own carries. */
export const signUpFields = {
  ...(Object.fromEntries(topicNames.map((name) => [name, chosen])) as Record<TopicField, typeof chosen>),
  email: personFields.email,
  form: chosen,
  ticket: chosen,
  website: chosen,
} as const;

/** The choices of a form as it was sent, "" for an address that it has not. */
export const topicInputFrom = (input: Partial<Record<TopicField | "email", string>>): TopicPreferencesInput => ({
  email: input.email ?? "",
  topics: topics.filter((topic) => input[topic] === "yes"),
  emailFrequency: input.frequency ?? "",
});

/** Reads topics and frequency. At least one topic: a form with none ticked is a mistake, never "all". */
export function parseTopicPreferences(input: TopicPreferencesInput): { preferences: TopicPreferences } | { errors: FormError[] } {
  const emailFrequency = emailFrequencies.find((each) => each === input.emailFrequency);
  const errors: FormError[] = [];
  if (input.topics.length === 0) errors.push({ field: topics[0], message: "Choose at least one newsletter" });
  if (!emailFrequency) errors.push({ field: `frequency-${emailFrequencies[0]}`, message: "Choose how often you want our emails" });
  return emailFrequency && errors.length === 0 ? { preferences: { topics: input.topics, emailFrequency } } : { errors };
}

/** Reads the whole sign-up form: the request and the address, or every mistake in the order of the page. */
export function parseSignUp(input: TopicPreferencesInput): { email: string; preferences: TopicPreferences } | { errors: FormError[] } {
  const preferences = parseTopicPreferences(input);
  const address = parseEmail(input.email, "Enter your email address: the emails go there");
  if ("preferences" in preferences && "email" in address) return { email: address.email, preferences: preferences.preferences };
  return {
    errors: [
      ...("errors" in preferences ? preferences.errors : []),
      ...("wrong" in address ? [{ field: "email", message: address.wrong }] : []),
    ],
  };
}
