import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { maskedEmail } from "~/platform/email-address";
import { londonDate } from "~/platform/london-dates";
import { isPaused, type Rhythm, type Topic } from "../subscription";
import { subscriptionBy } from "../subscriptions.server";
import { suppressionsOf } from "../suppressions/suppressions.server";

export type Preferences = {
  /** Not in full: a letter may have been passed on, with its link. */
  email: string;
  running: boolean;
  topics: Topic[];
  rhythm: Rhythm;
  /** A London date, or null. */
  pausedUntil: string | null;
  /** Letters that came back, or that were marked as spam, have stopped the rest. */
  suppressed: boolean;
};

/** What the preference page shows. Changes nothing. */
export async function showPreferences(token: string): Promise<Preferences | null> {
  const subscription = await subscriptionBy(db, token);
  if (!subscription) return null;
  const { email, state, topics, rhythm, pausedUntil } = subscription;
  return {
    email: maskedEmail(email),
    running: state === "subscribed",
    topics,
    rhythm,
    pausedUntil: pausedUntil && isPaused(subscription, now()) ? londonDate(pausedUntil) : null,
    suppressed: (await suppressionsOf(db, email)).some((reason) => reason !== "left"),
  };
}
