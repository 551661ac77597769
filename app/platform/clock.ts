let source = (): Date => new Date();

/** The one clock. Rules take time as an argument; only verbs and screens ask for now. */
export const now = (): Date => source();

/** Where nothing is real the clock can be moved: the site then lives in the pretend world's time. */
export const setClock = (clock: () => Date): void => void (source = clock);

/** Clocks of two machines may differ by so much. */
const skewMs = 60_000;

/**
 * Whether a row was brought up to date by somebody who asked after `askedAt`. A time that is still to come was written by a clock that was
 * wrong and is put right since: it says nothing.
 */
export const wasSyncedSince = (syncedAt: Date | null, askedAt: Date): boolean =>
  syncedAt !== null && syncedAt > askedAt && syncedAt.getTime() <= now().getTime() + skewMs;
