import { add, pence, subtract, zero, type Pence } from "~/platform/money";
import { formatCsv, formatDecimalPounds } from "~/platform/csv";
import { totalOf, netOf, type DonationStatus } from "../donation";
import { taxYearOf } from "../gift-aid/gift-aid";

/** A gift as a statement counts it. `paidOn`: the London date on which it was paid. */
export type StatementGift = {
  reference: string;
  status: DonationStatus;
  paidOn: string;
  giftPence: number;
  coverPence: number;
  refundedPence: number;
  /** Collected for a plan, and not given once. */
  isPlanPayment: boolean;
  /** Covered by a Gift Aid declaration. */
  hasGiftAid: boolean;
};

export type StatementLine = {
  date: string;
  kind: "Donation" | "Sponsorship";
  reference: string;
  total: Pence;
  returned: Pence;
  net: Pence;
  hasGiftAid: boolean;
};
export type Statement = { year: number; lines: StatementLine[]; total: Pence; returned: Pence; net: Pence; netWithGiftAid: Pence };

/**
 * What was given in a tax year, by the London date of payment: gifts less what went back of them, whenever it did. What
 * a bank holds counts as gone back for as long as it does. Oldest first.
 */
export function buildStatement(gifts: readonly StatementGift[], year: number): Statement {
  const lines = gifts
    .filter(({ paidOn }) => taxYearOf(paidOn) === year)
    .map((gift): StatementLine => {
      const total = totalOf(gift);
      const net = netOf(gift);
      const kind = gift.isPlanPayment ? "Sponsorship" : "Donation";
      return {
        date: gift.paidOn,
        kind,
        reference: gift.reference,
        total,
        net,
        returned: subtract(total, net),
        hasGiftAid: gift.hasGiftAid && net > 0,
      };
    })
    .toSorted((a, b) => (a.date === b.date ? (a.reference < b.reference ? -1 : 1) : a.date < b.date ? -1 : 1));
  const sumOf = (of: (line: StatementLine) => Pence) => lines.reduce((total, line) => add(total, of(line)), zero);
  return {
    year,
    lines,
    total: sumOf(({ total }) => total),
    returned: sumOf(({ returned }) => returned),
    net: sumOf(({ net }) => net),
    netWithGiftAid: sumOf(({ net, hasGiftAid }) => (hasGiftAid ? net : pence(0))),
  };
}

/** A statement as a spreadsheet: dates as YYYY-MM-DD, sums in pounds as decimals, nothing that a spreadsheet would reckon with. */
export const statementCsv = ({ lines }: Statement): string =>
  formatCsv([
    ["Date", "What", "Reference", "Given", "Refunded", "Remains", "Gift Aid"],
    ...lines.map(({ date, kind, reference, total, returned, net, hasGiftAid }) => [
      date,
      kind,
      reference,
      formatDecimalPounds(total),
      formatDecimalPounds(returned),
      formatDecimalPounds(net),
      hasGiftAid ? "yes" : "no",
    ]),
  ]);
