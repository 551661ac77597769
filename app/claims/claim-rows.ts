import type { ClaimDetails } from "./claim-fields";
import type { ClaimLine } from "./claim-line";

/** A gift that can be claimed, as it stands now. Sums are pence of the gift. */
export type EligibleGift = {
  donationId: string;
  declarationId: string;
  /** 0, or one more where what was refunded came back after its adjustment. */
  part: number;
  pence: number;
  /** The London date. */
  paidOn: string;
  /** The last London date of its accounting year. */
  yearEnd: string;
  details: ClaimDetails;
};

/** A line with the gifts that are in it. */
export type ClaimRowDraft = { line: ClaimLine; gifts: EligibleGift[] };

/** HMRC: gifts of less than £30 each, lines of £1,000 at most, without the donors' names. */
const smallGiftBelow = 3_000;
const mostAggregated = 100_000;
const smallGifts = "Donations under £30";

const isoMin = (dates: string[]) => dates.reduce((a, b) => (a < b ? a : b));
const isoMax = (dates: string[]) => dates.reduce((a, b) => (a > b ? a : b));

function draft(gifts: EligibleGift[], who: ({ aggregated: null } & ClaimDetails) | { aggregated: string }): ClaimRowDraft {
  const dates = gifts.map(({ paidOn }) => paidOn);
  const pence = gifts.reduce((sum, gift) => sum + gift.pence, 0);
  return { line: { firstDate: isoMin(dates), date: isoMax(dates), pence, ...who }, gifts };
}

/** A donor's gifts as lines: those of one accounting year under one name and home are one line, with the latest date and the sum. */
export function groupDonorGifts(gifts: readonly EligibleGift[]): ClaimRowDraft[] {
  const groups = new Map<string, EligibleGift[]>();
  for (const gift of gifts) {
    const { title, firstName, lastName, house, postcode } = gift.details;
    const key = JSON.stringify([gift.yearEnd, title, firstName, lastName, house, postcode]);
    groups.set(key, [...(groups.get(key) ?? []), gift]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [EligibleGift, ...EligibleGift[]];
    return draft(group, { aggregated: null, ...first.details });
  });
}

/** Makes lines of gifts as they come, donor by donor. Where the charity wants it, small gifts share lines without names. */
export function createRowMaker({ aggregatesSmallGifts }: { aggregatesSmallGifts: boolean }): {
  /** @param gifts all gifts of one donor @returns the lines that are complete */
  add(gifts: readonly EligibleGift[]): ClaimRowDraft[];
  /** @returns the lines that were still open */
  finish(): ClaimRowDraft[];
} {
  const open = new Map<string, EligibleGift[]>();
  return {
    add(gifts) {
      if (!aggregatesSmallGifts) return groupDonorGifts(gifts);
      const full: ClaimRowDraft[] = [];
      for (const gift of gifts) {
        if (gift.pence >= smallGiftBelow) continue;
        const waiting = open.get(gift.yearEnd) ?? [];
        const sum = waiting.reduce((total, { pence }) => total + pence, gift.pence);
        if (sum > mostAggregated) full.push(draft(waiting, { aggregated: smallGifts }));
        open.set(gift.yearEnd, sum > mostAggregated ? [gift] : [...waiting, gift]);
      }
      return [...groupDonorGifts(gifts.filter(({ pence }) => pence >= smallGiftBelow)), ...full];
    },
    finish() {
      const rest = [...open.values()].map((gifts) => draft(gifts, { aggregated: smallGifts }));
      open.clear();
      return rest;
    },
  };
}

/** The tax on a sum of gifts, in whole pence: a quarter, rounded down. Source: basic rate of 20% on what was given and its tax together. */
export const taxOn = (donatedPence: number): number => Math.floor(donatedPence / 4);

/** The tax to give back on gifts that went back: a quarter, rounded up, so that the charity never keeps a part of a penny. */
export const taxToReturnOn = (donatedPence: number): number => Math.ceil(donatedPence / 4);
