import { pence, type Pence } from "~/platform/money";

/**
 * Gift Aid: what HMRC adds to a gift from a UK taxpayer. Source of the rules: HMRC, "Claiming Gift Aid as a charity
 * or CASC" and chapter 3 of its detailed guidance notes.
 */

export const scopes = ["this_gift", "this_and_future", "this_future_and_past"] as const;
export type DeclarationScope = (typeof scopes)[number];

export const scopeWords: Record<DeclarationScope, string> = {
  this_gift: "This gift only",
  this_and_future: "This gift and any I make from now on",
  this_future_and_past: "This gift, any from now on, and any in the past four years",
};

export type DeclarationWording = { version: string; wish: (charity: string) => string; explanation: string };

/** The words that a donor agrees to. A version, once shown to anybody, is never changed: the next one is added. */
export const wordings: readonly DeclarationWording[] = [
  {
    version: "gift-aid-2026-1",
    wish: (charity) => `Yes, I want ${charity} to claim Gift Aid.`,
    explanation:
      "I am a UK taxpayer. I understand that if I pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all my donations in that tax year, it is my responsibility to pay any difference.",
  },
];

export const currentWording = wordings[wordings.length - 1] as DeclarationWording;

/** 25p for each £1 of what was given and not sent back, in whole pence, rounded down: never more is claimed than is due. */
export const giftAidOn = (given: Pence): Pence => pence(Math.max(0, Math.floor(given / 4)));

/** Gift Aid accrues only on money that is here to stay for now: settled, not sent back, not claimed back by a bank. */
export function giftAidDue(gift: { kept: Pence; declared: boolean; cancelledAt: Date | null; paidAt: Date | null }): Pence {
  const { kept, declared, cancelledAt, paidAt } = gift;
  const covered = declared && paidAt !== null && (cancelledAt === null || paidAt < cancelledAt);
  return covered ? giftAidOn(kept) : pence(0);
}

/** The tax year of a London date, by the year in which it starts: 2026-04-05 is in 2025, 2026-04-06 in 2026. */
export function taxYearOf(londonDate: string): number {
  const year = Number(londonDate.slice(0, 4));
  return londonDate.slice(5) >= "04-06" ? year : year - 1;
}

const lettersOfAName = /^[\p{L}\p{M}\p{Zs}'’.\-‐]+$/u;

/** Why a name can't stand in a Gift Aid claim, in words for its owner, or null. HMRC's schedule takes 35 characters. */
export function nameRefusal(name: string): string | null {
  if (name === "") return "is needed for Gift Aid";
  if (!/\p{L}/u.test(name)) return "needs a letter at least";
  if (!lettersOfAName.test(name)) return "has signs that HMRC does not take: use letters, spaces, hyphens and apostrophes";
  if ([...name].length > 35) return "is longer than the 35 letters that HMRC takes: shorten it, for example to an initial";
  return null;
}
