/** How long being signed in lasts, and links that lead there. Rules take time as an argument. */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A link in an email opens a session for so long. */
export const linkLifetimeMinutes = 20;
/** A browser that was not seen for so long is signed out, */
export const sessionIdleDays = 7;
/** and every browser after so long, however often it is seen. */
export const sessionMaxDays = 30;
/** For so long both addresses may confirm a change of email address. */
export const emailChangeLifetimeDays = 3;

/** What widens what a session sees needs a sign-in that is no older than this. */
export const freshSignInMinutes = 20;

export const getLinkExpiry = (requestedAt: Date): Date => new Date(requestedAt.getTime() + linkLifetimeMinutes * minuteMs);
export const getEmailChangeExpiry = (requestedAt: Date): Date => new Date(requestedAt.getTime() + emailChangeLifetimeDays * dayMs);

/** Whether a session still counts. */
export const isSessionActive = (session: { createdAt: Date; lastSeenAt: Date }, now: Date): boolean =>
  now.getTime() - session.createdAt.getTime() < sessionMaxDays * dayMs &&
  now.getTime() - session.lastSeenAt.getTime() < sessionIdleDays * dayMs;

/** Whether a session was opened just now: proof that whoever uses it reads the mailbox, and not only a browser that was left open. */
export const isFreshSignIn = (signedInAt: Date, now: Date): boolean => now.getTime() - signedInAt.getTime() < freshSignInMinutes * minuteMs;

/** Whether it is time to note that a session was seen: once an hour is enough. */
export const isSeenAtStale = (seenAt: Date, now: Date): boolean => now.getTime() - seenAt.getTime() >= 60 * minuteMs;

/** Where a supporter may be led after signing in: one of their own pages, never another site. Anything else is null. */
export const parseReturnPath = (path: string | null | undefined): string | null =>
  /^\/supporter(\/[\w-]+){0,5}$/.test(path ?? "") ? (path ?? null) : null;
