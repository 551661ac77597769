import { pence, type Pence } from "~/platform/money";
import { stripJoiners } from "~/platform/text";

/**
 * Gift Aid: what HMRC adds to a gift from a UK taxpayer. Source of the rules: HMRC, "Claiming Gift Aid as a charity
 * or CASC" and chapter 3 of its detailed guidance notes.
 */

export const declarationScopes = ["this_gift", "this_and_future", "this_future_and_past"] as const;
export type DeclarationScope = (typeof declarationScopes)[number];

export const scopeLabels: Record<DeclarationScope, string> = {
  this_gift: "This donation only",
  this_and_future: "This donation and any I make from now on",
  this_future_and_past: "This donation, any from now on, and any in the past four years",
};

export type DeclarationWording = { version: string; claimStatement: (charity: string) => string; explanation: string };

/** The words that a donor agrees to. A version, once shown to anybody, is never changed: the next one is added. */
export const declarationWordings: readonly DeclarationWording[] = [
  {
    version: "gift-aid-2026-1",
    claimStatement: (charity) => `Yes, I want ${charity} to claim Gift Aid.`,
    explanation:
      "I am a UK taxpayer. I understand that if I pay less Income Tax and/or Capital Gains Tax in a tax year than the Gift Aid claimed on all my donations in that tax year, it is my responsibility to pay any difference.",
  },
];

export const currentDeclarationWording = declarationWordings[declarationWordings.length - 1] as DeclarationWording;

/** 25p for each £1 of what was given and not sent back, in whole pence, rounded down: never more is claimed than is due. */
export const giftAidOn = (donated: Pence): Pence => pence(Math.max(0, Math.floor(donated / 4)));

/** Gift Aid accrues only on money that is here to stay for now: settled, not sent back, not claimed back by a bank. */
export function giftAidDue(gift: { net: Pence; declared: boolean; cancelledAt: Date | null; paidAt: Date | null }): Pence {
  const { net, declared, cancelledAt, paidAt } = gift;
  const covered = declared && paidAt !== null && (cancelledAt === null || paidAt < cancelledAt);
  return covered ? giftAidOn(net) : pence(0);
}

/** The tax year of a London date, by the year in which it starts: 2026-04-05 is in 2025, 2026-04-06 in 2026. */
export function taxYearOf(londonDate: string): number {
  const year = Number(londonDate.slice(0, 4));
  return londonDate.slice(5) >= "04-06" ? year : year - 1;
}

const namePattern = /^[\p{L}\p{M}\p{Zs}'.-]+$/u;

/** A name as a claim can hold it: keyboards have many apostrophes and hyphens, HMRC has one of each. The name itself is kept as it was typed. */
const claimName = (name: string): string =>
  stripJoiners(name)
    .replace(/[’‘‛´`ʼ′]/gu, "'")
    .replace(/[‐‑]/gu, "-");

/** Why a name can't stand in a Gift Aid claim, in words for its owner, or null. HMRC's schedule takes 35 characters. */
export function giftAidNameError(name: string): string | null {
  if (name === "") return "is needed for Gift Aid";
  if (!/\p{L}/u.test(name)) return "needs a letter at least";
  const inClaim = claimName(name);
  if (!namePattern.test(inClaim)) return "has signs that HMRC does not take: use letters, spaces, hyphens and apostrophes";
  if ([...inClaim].length > 35) return "is longer than the 35 characters that HMRC takes: shorten it, for example to an initial";
  return null;
}
