import type { Paper } from "~/platform/pdf/pdf-document";
import { config } from "~/platform/config/config.server";
import { dateInWords, inWords, londonDate } from "~/platform/london-dates";
import { pence, pounds, subtract } from "~/platform/money";
import { givenIn, keptOf } from "../donation";
import { giftAidOn } from "../gift-aid/gift-aid";
import type { GiftWithDeclaration } from "./supporter-gifts.server";
import type { Statement } from "./statement";
import { taxYearInWords } from "../gift-aid/tax-year";

const { charity } = config;

/** Who writes: name, number and address. */
const from = [
  charity.legalName,
  charity.registration
    ? `Registered with ${charity.registration.regulator}, number ${charity.registration.number}`
    : "Not a registered charity: a real charity’s name, number and address appear here",
  charity.address.join(", "),
  charity.email,
];

/** The receipt of a gift that was paid. Says what went back of it since. */
export function receiptPaper(gift: GiftWithDeclaration, covered: boolean): Paper {
  const given = givenIn(gift);
  const kept = keptOf(gift);
  const facts: [string, string][] = [["Your gift", pounds(pence(gift.giftPence))]];
  if (gift.coverPence > 0) facts.push(["Added to cover the fee", pounds(pence(gift.coverPence))], ["Given in all", pounds(given)]);
  if (kept < given)
    facts.push(
      [gift.state === "disputed" ? "Held by your bank" : "Sent back", pounds(subtract(given, kept))],
      ["What remains", pounds(kept)],
    );
  if (covered && kept > 0) facts.push(["Gift Aid on it", pounds(giftAidOn(kept))]);
  facts.push(
    ["Given", gift.planId ? "by your sponsorship" : "once"],
    ["Paid", gift.method === "bacs_debit" ? "by Direct Debit" : "by card"],
    ["Date", inWords(gift.paidAt ?? gift.createdAt)],
  );
  const name = [gift.firstName, gift.lastName].filter(Boolean).join(" ");
  if (name) facts.push(["Given by", name]);
  facts.push(["Reference", gift.reference]);
  return {
    title: `Receipt ${gift.reference}`,
    from,
    parts: [
      { words: `Thank you. ${charity.legalName} has received this gift.` },
      { facts },
      { words: "It was given freely: nothing was received in return for it.", quiet: true },
      { words: charity.giving.secondaryPurpose, quiet: true },
    ],
  };
}

/**
 * What somebody gave in a tax year, for their own tax return.
 * @param name as it stands now
 * @param now the instant of which it is true
 */
export function statementPaper(statement: Statement, name: string, now: Date): Paper {
  const { year, lines, given, wentBack, kept, keptWithGiftAid } = statement;
  const period = taxYearInWords(year);
  const sums: [string, string][] = [["Given", pounds(given)]];
  if (wentBack > 0) sums.push(["Went back", pounds(wentBack)], ["Remains", pounds(kept)]);
  sums.push(["Of it with Gift Aid", pounds(keptWithGiftAid)]);
  return {
    title: "Statement of gifts",
    from,
    parts: [
      { facts: [["Given by", name], ["Tax year", period], ["As known on", inWords(now)], ...sums] },
      { heading: "Each gift" },
      lines.length === 0
        ? { words: "No gift was paid in this tax year." }
        : {
            table: {
              heads: ["Date", "What", "Reference", "Given", "Went back", "Remains", "Gift Aid"],
              rows: lines.map((line) => [
                dateInWords(line.date),
                line.what,
                line.reference,
                pounds(line.given),
                line.wentBack > 0 ? pounds(line.wentBack) : "–",
                pounds(line.kept),
                line.giftAid ? "yes" : "no",
              ]),
              total: ["In all", "", "", pounds(given), wentBack > 0 ? pounds(wentBack) : "–", pounds(kept), ""],
              sums: [3, 4, 5],
              widths: [104, 72, 70, 66, 66, 66, "*"],
            },
          },
      {
        words:
          "Gifts stand under the day on which they were paid, by London time. What went back, or is held by a bank, is taken off, whenever it went. If you pay tax at a higher rate, the gifts with Gift Aid belong in your tax return; if you pay less tax in the year than was claimed on all your gifts, you must pay the difference.",
        quiet: true,
      },
    ],
  };
}

/** The name of a file: plain letters, nothing of a person. */
export const statementFile = (year: number, kind: "pdf" | "csv"): string => `gifts-${year}-to-${year + 1}.${kind}`;
export const receiptFile = (reference: string, paidAt: Date): string => `receipt-${reference}-${londonDate(paidAt)}.pdf`;
