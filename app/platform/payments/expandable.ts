/** Stripe's instants are seconds since 1970, and what it refers to is an id, or the object where that was asked for. */
export const fromUnixSeconds = (seconds: number | null | undefined): Date | null =>
  typeof seconds === "number" ? new Date(seconds * 1000) : null;
export const toUnixSeconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
export const ifExpanded = <T extends object>(expandable: string | T | null | undefined): T | null =>
  typeof expandable === "object" ? expandable : null;
export const getId = (expandable: string | { id: string } | null | undefined): string | null =>
  typeof expandable === "string" ? expandable : (expandable?.id ?? null);
