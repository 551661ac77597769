import { formatMonth } from "~/platform/format-date";

/** An update as a sponsor reads it. `about`: a room's name, or "All rooms". `month`: such as 2026-11. */
export type ShownUpdate = { id: string; about: string; month: string; text: string };

/** What a sponsor is shown: this month's, or else those of the latest month that has any; the others behind them. */
export type SponsorUpdates = {
  thisMonth: string;
  shownMonth: string | null;
  shown: ShownUpdate[];
  earlier: (ShownUpdate & { when: string })[];
};

/** @param updates the newest first */
export function splitUpdates(updates: readonly ShownUpdate[], thisMonth: string): SponsorUpdates {
  const shownMonth = updates[0]?.month ?? null;
  return {
    thisMonth,
    shownMonth,
    shown: updates.filter(({ month }) => month === shownMonth),
    earlier: updates.filter(({ month }) => month !== shownMonth).map((update) => ({ ...update, when: formatMonth(update.month) })),
  };
}
