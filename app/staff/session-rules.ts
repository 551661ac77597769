/** How long somebody stays signed in to the desk, and what counts as fresh. Rules take time as an argument. */

const minuteMs = 60_000;

/** A browser that was not seen for so long is signed out, */
export const sessionIdleMinutes = 30;
/** and every browser after so long, however often it is seen. */
export const sessionMaxHours = 12;
/** What can't be undone, or shows everything at once, needs a passkey or a code that was shown no longer ago than this. */
export const freshMinutes = 5;
export const invitationDays = 3;
export const signInLinkMinutes = 20;
/** A passkey answers a page that is no older than this. */
export const challengeMinutes = 15;

export type SessionTimes = { createdAt: Date; lastSeenAt: Date; confirmedAt: Date };

const isWithin = (since: Date, now: Date, minutes: number) => now.getTime() - since.getTime() < minutes * minuteMs;

export const addMinutes = (since: Date, minutes: number): Date => new Date(since.getTime() + minutes * minuteMs);

/** Whether a session still counts. */
export const isSessionActive = ({ createdAt, lastSeenAt }: SessionTimes, now: Date): boolean =>
  isWithin(createdAt, now, sessionMaxHours * 60) && isWithin(lastSeenAt, now, sessionIdleMinutes);

/** Whether its owner showed a passkey or a code just now. */
export const isSessionFresh = ({ confirmedAt }: Pick<SessionTimes, "confirmedAt">, now: Date): boolean =>
  isWithin(confirmedAt, now, freshMinutes);

/** Whether it is time to note that a session was seen: once a minute is enough. */
export const isSeenAtStale = (seenAt: Date, now: Date): boolean => !isWithin(seenAt, now, 1);

/** Where somebody may be led after signing in: a page of the desk with its filters, never another site. Anything else is null. */
export function parseDeskPath(path: string | null | undefined): string | null {
  if (!path || path.length > 500 || !/^\/desk(\/[\w-][\w.-]*)*(\?[\w=&%.+,:~*-]*)?$/.test(path)) return null;
  return /^\/desk\/(sign-in|sign-out|signed-out|confirm|refused|invitation)\b/.test(path) ? null : path;
}
