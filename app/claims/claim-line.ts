import type { ClaimDetails } from "./claim-fields";

/** One line of a claim as HMRC sees it: a donor's gifts of one year, or small gifts of several donors under one description. */
export type ClaimLine = {
  /** The London date of its gift, or of the latest of several. */
  date: string;
  /** The London date of the first of them. */
  firstDate: string;
  /** What was given, in pence: never the tax. */
  pence: number;
} & (({ aggregated: null } & ClaimDetails) | { aggregated: string });

/** The London date of the first gift in some lines. */
export const earliestOf = (lines: readonly ClaimLine[]): string =>
  lines.reduce((earliest, { firstDate }) => (firstDate < earliest ? firstDate : earliest), "9999-12-31");
