import { add, pence, subtract, zero, type Pence } from "~/platform/money";
import { csvOf, decimalPounds } from "~/platform/csv";
import { givenIn, keptOf, type DonationState } from "../donation";
import { taxYearOf } from "../gift-aid/gift-aid";

/** A gift as a statement counts it. `paidOn`: the London date on which it was paid. */
export type CountedGift = {
  reference: string;
  state: DonationState;
  paidOn: string;
  giftPence: number;
  coverPence: number;
  refundedPence: number;
  /** Collected for a plan, and not given once. */
  forPlan: boolean;
  /** Covered by a Gift Aid declaration. */
  declared: boolean;
};

export type StatementLine = {
  date: string;
  what: "Gift" | "Sponsorship";
  reference: string;
  given: Pence;
  wentBack: Pence;
  kept: Pence;
  giftAid: boolean;
};
export type Statement = { year: number; lines: StatementLine[]; given: Pence; wentBack: Pence; kept: Pence; keptWithGiftAid: Pence };

/**
 * What was given in a tax year, by the London date of payment: gifts less what went back of them, whenever it did. What
 * a bank holds counts as gone back for as long as it does. Oldest first.
 */
export function statementOf(gifts: readonly CountedGift[], year: number): Statement {
  const lines = gifts
    .filter(({ paidOn }) => taxYearOf(paidOn) === year)
    .map((gift): StatementLine => {
      const given = givenIn(gift);
      const kept = keptOf(gift);
      const what = gift.forPlan ? "Sponsorship" : "Gift";
      return {
        date: gift.paidOn,
        what,
        reference: gift.reference,
        given,
        kept,
        wentBack: subtract(given, kept),
        giftAid: gift.declared && kept > 0,
      };
    })
    .toSorted((a, b) => (a.date === b.date ? (a.reference < b.reference ? -1 : 1) : a.date < b.date ? -1 : 1));
  const sum = (of: (line: StatementLine) => Pence) => lines.reduce((total, line) => add(total, of(line)), zero);
  return {
    year,
    lines,
    given: sum(({ given }) => given),
    wentBack: sum(({ wentBack }) => wentBack),
    kept: sum(({ kept }) => kept),
    keptWithGiftAid: sum(({ kept, giftAid }) => (giftAid ? kept : pence(0))),
  };
}

/** A statement as a spreadsheet: dates as YYYY-MM-DD, sums in pounds as decimals, nothing that a spreadsheet would reckon with. */
export const statementCsv = ({ lines }: Statement): string =>
  csvOf([
    ["Date", "What", "Reference", "Given", "Went back", "Remains", "Gift Aid"],
    ...lines.map(({ date, what, reference, given, wentBack, kept, giftAid }) => [
      date,
      what,
      reference,
      decimalPounds(given),
      decimalPounds(wentBack),
      decimalPounds(kept),
      giftAid ? "yes" : "no",
    ]),
  ]);
