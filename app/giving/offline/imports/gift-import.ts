import { formatCount } from "~/platform/number-words";

export const giftImportStates = ["checking", "asking", "checked", "importing", "done", "unreadable", "discarded"] as const;
export type GiftImportState = (typeof giftImportStates)[number];
export const giftRowStates = ["ready", "ask", "double", "known", "refused", "recorded"] as const;
export type GiftRowState = (typeof giftRowStates)[number];

export const rowStateLabels: Record<GiftRowState, string> = {
  ready: "Ready",
  ask: "To be matched",
  double: "Looks the same as another",
  refused: "Not taken",
  known: "Brought in before",
  recorded: "Brought in",
};

/** So large may a file be: some fifty thousand lines. */
export const maxGiftFileBytes = 5 * 1024 * 1024;
/** So long a list waits for staff, and its report is kept. */
export const giftFileDays = 7;
export const giftReportDays = 30;

/** How many lines of a list are in which state. */
export type GiftTally = Record<GiftRowState, number>;

export const formatGifts = (count: number): string => formatCount(count, "donation");

/** How it stands with a list, in one line. */
export function giftImportSummary(status: GiftImportState, tally: GiftTally): string {
  switch (status) {
    case "checking":
      return "Being read";
    case "asking":
      return "Asks how its days are written";
    case "checked":
      return `Read: ${formatGifts(tally.ready + tally.ask + tally.double)} could be brought in. Ready to import`;
    case "importing":
      return "Being brought in";
    case "done":
      return `Brought in: ${formatGifts(tally.recorded)}`;
    case "unreadable":
      return "Could not be read. Nothing was brought in";
    case "discarded":
      return "Deleted";
  }
}
