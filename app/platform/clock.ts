/** The one clock. Rules take time as an argument; only verbs and screens ask for now. */
export const now = (): Date => new Date();
