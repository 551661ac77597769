/** How long being signed in lasts, and links that lead there. Rules take time as an argument. */

const minute = 60_000;
const day = 24 * 60 * minute;

/** A link in a letter opens a session for so long. */
export const linkMinutes = 20;
/** A browser that was not seen for so long is signed out, */
export const idleDays = 7;
/** and every browser after so long, however often it is seen. */
export const sessionDays = 30;
/** For so long both addresses may confirm a change of e-mail address. */
export const emailChangeDays = 3;

export const linkEnds = (asked: Date): Date => new Date(asked.getTime() + linkMinutes * minute);
export const emailChangeEnds = (asked: Date): Date => new Date(asked.getTime() + emailChangeDays * day);

/** Whether a session still counts. */
export const sessionLasts = (session: { createdAt: Date; seenAt: Date }, now: Date): boolean =>
  now.getTime() - session.createdAt.getTime() < sessionDays * day && now.getTime() - session.seenAt.getTime() < idleDays * day;

/** Whether it is time to note that a session was seen: once an hour is enough. */
export const isWorthNoting = (seenAt: Date, now: Date): boolean => now.getTime() - seenAt.getTime() >= 60 * minute;

/** Where a supporter may be led after signing in: one of their own pages, never another site. Anything else is null. */
export const ownPage = (path: string | null | undefined): string | null =>
  /^\/supporter(\/[\w-]+){0,5}$/.test(path ?? "") ? (path ?? null) : null;

/** An address that its owner knows again and nobody else can write to: a•••@e•••.org. */
export function masked(email: string): string {
  const [name = "", domain = ""] = email.split("@");
  const [first = "", ...rest] = domain.split(".");
  return `${[...name][0] ?? ""}•••@${[...first][0] ?? ""}•••.${rest.join(".")}`;
}
