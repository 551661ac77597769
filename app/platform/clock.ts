let source = (): Date => new Date();

/** The one clock. Rules take time as an argument; only verbs and screens ask for now. */
export const now = (): Date => source();

/** Where nothing is real the clock can be moved: the site then lives in the pretend world's time. */
export const setClock = (clock: () => Date): void => void (source = clock);
