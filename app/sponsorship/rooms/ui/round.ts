/** A length for the picture: one decimal is finer than any screen shows. */
export const roundToTenth = (length: number): number => Math.round(length * 10) / 10 || 0;
