import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { maskEmail } from "~/platform/email-address";
import { londonDate } from "~/platform/london-dates";
import { isPaused, type EmailFrequency, type Topic } from "../subscription";
import { findSubscriptionByToken } from "../subscriptions.server";
import { listSuppressionReasons } from "../suppressions/suppressions.server";

export type Preferences = {
  /** Not in full: an email may have been passed on, with its link. */
  email: string;
  isActive: boolean;
  topics: Topic[];
  emailFrequency: EmailFrequency;
  /** A London date, or null. */
  pausedUntil: string | null;
  /** Emails that came back, or that were marked as spam, have stopped the rest. */
  isSuppressed: boolean;
};

/** What the preference page shows. Changes nothing. */
export async function getPreferences(token: string): Promise<Preferences | null> {
  const subscription = await findSubscriptionByToken(db, token);
  if (!subscription) return null;
  const { email, status, topics, emailFrequency, pausedUntil } = subscription;
  return {
    email: maskEmail(email),
    isActive: status === "subscribed",
    topics,
    emailFrequency,
    pausedUntil: pausedUntil && isPaused(subscription, now()) ? londonDate(pausedUntil) : null,
    isSuppressed: (await listSuppressionReasons(db, email)).some((reason) => reason !== "unsubscribed"),
  };
}
