import type { PdfDocument } from "~/platform/pdf/pdf-document";
import { config } from "~/platform/config/config.server";
import { formatLondonDate, formatDate, londonDate } from "~/platform/london-dates";
import { pence, formatPounds, subtract } from "~/platform/money";
import { totalOf, netOf } from "../donation";
import { paidByText } from "../payment-methods";
import { agreedWording, scopeLabel } from "../gift-aid/declaration-wording";
import { latestDetails, type DeclarationWithChanges } from "../gift-aid/declarations.server";
import { giftAidOn } from "../gift-aid/gift-aid";
import type { GiftWithDeclaration } from "./supporter-gifts.server";
import type { Statement } from "./statement";
import { formatTaxYear } from "../gift-aid/tax-year";

const { charity } = config;

/** Who writes: name, number and address. */
const charityAddressLines = [
  charity.legalName,
  charity.registration
    ? `Registered with ${charity.registration.regulator}, number ${charity.registration.number}`
    : "Not a registered charity: a real charity’s name, number and address appear here",
  charity.address.join(", "),
  charity.email,
];

/**
 * The receipt of a gift that was paid. Says what went back of it since.
 * @param addressLines where it goes by post; none: it is a file for its giver
 */
export function buildReceiptPdf(gift: GiftWithDeclaration, hasGiftAid: boolean, addressLines: readonly string[] = []): PdfDocument {
  const total = totalOf(gift);
  const net = netOf(gift);
  const definitions: [string, string][] = [["Your donation", formatPounds(pence(gift.giftPence))]];
  if (gift.coverPence > 0)
    definitions.push(["Added to cover the fee", formatPounds(pence(gift.coverPence))], ["Given in all", formatPounds(total)]);
  if (net < total)
    definitions.push(
      [gift.status === "disputed" ? "Held by your bank" : "Refunded", formatPounds(subtract(total, net))],
      ["What remains", formatPounds(net)],
    );
  if (hasGiftAid && net > 0) definitions.push(["Gift Aid on it", formatPounds(giftAidOn(net))]);
  if (gift.appeal) definitions.push(["For", gift.appeal.name]);
  definitions.push(
    ["Given", gift.planId ? "by your sponsorship" : "once"],
    ["Paid", paidByText(gift.paymentMethod)],
    ["Date", formatDate(gift.paidAt ?? gift.createdAt)],
  );
  const name = [gift.firstName, gift.lastName].filter(Boolean).join(" ");
  if (name) definitions.push(["Given by", name]);
  definitions.push(["Reference", gift.reference]);
  return {
    title: `Receipt ${gift.reference}`,
    sender: charityAddressLines,
    sections: [
      ...(addressLines.length > 0 ? [{ text: [name, ...addressLines].filter(Boolean).join("\n") }] : []),
      { text: `Thank you. ${charity.legalName} has received this donation.` },
      { definitions },
      { text: "It was given freely: nothing was received in return for it.", muted: true },
      { text: gift.appeal?.surplus ?? charity.giving.secondaryPurpose, muted: true },
    ],
  };
}

/**
 * What somebody gave in a tax year, for their own tax return.
 * @param name as it stands now
 * @param now the instant of which it is true
 */
export function buildStatementPdf(statement: Statement, name: string, now: Date): PdfDocument {
  const { year, lines, total, returned, net, netWithGiftAid } = statement;
  const period = formatTaxYear(year);
  const totals: [string, string][] = [["Given", formatPounds(total)]];
  if (returned > 0) totals.push(["Refunded", formatPounds(returned)], ["Remains", formatPounds(net)]);
  totals.push(["Donations with Gift Aid", formatPounds(netWithGiftAid)]);
  if (netWithGiftAid > 0) totals.push(["Gift Aid on them", formatPounds(giftAidOn(netWithGiftAid))]);
  return {
    title: "Statement of donations",
    sender: charityAddressLines,
    sections: [
      ...(lines.length > 0 ? [{ text: `Thank you. ${charity.legalName} received these donations from you.` }] : []),
      { definitions: [["Given by", name], ["Tax year", period], ["As known on", formatDate(now)], ...totals] },
      { heading: "Each donation" },
      lines.length === 0
        ? { text: "No donation was paid in this tax year." }
        : {
            table: {
              headers: ["Date", "What", "Reference", "Given", "Refunded", "Remains", "Gift Aid"],
              rows: lines.map((line) => [
                formatLondonDate(line.date),
                line.kind,
                line.reference,
                formatPounds(line.total),
                line.returned > 0 ? formatPounds(line.returned) : "–",
                formatPounds(line.net),
                line.hasGiftAid ? "yes" : "no",
              ]),
              total: ["In all", "", "", formatPounds(total), returned > 0 ? formatPounds(returned) : "–", formatPounds(net), ""],
              numericColumns: [3, 4, 5],
              widths: [104, 72, 70, 66, 66, 66, "*"],
            },
          },
      {
        text: "Donations are listed by the day on which they were paid, by London time. Refunds, and what a bank holds, are deducted, whenever they happened. If you pay tax at a higher rate, the donations with Gift Aid belong in your tax return; if you pay less tax in the year than was claimed on all your donations, you must pay the difference.",
        muted: true,
      },
    ],
  };
}

/** How staff learned of a declaration that they wrote down. */
const toldTexts: Record<string, string> = { paper: " on paper", phone: " by phone" };

/**
 * The written confirmation of a Gift Aid declaration, as a letter for somebody who has no email address: the same words as its email.
 * @param now the date of the letter
 */
export function buildDeclarationPdf(declaration: DeclarationWithChanges, now: Date): PdfDocument {
  const { firstName, lastName, house, postcode } = latestDetails(declaration);
  const name = [firstName, lastName].filter(Boolean).join(" ");
  const definitions: [string, string][] = [
    ["Name", name],
    ["Home", `${house}, ${postcode ?? "outside the United Kingdom"}`],
    ["Covers", scopeLabel(declaration)],
    ["Made on", formatDate(declaration.declaredAt)],
  ];
  if (declaration.cancelledAt) definitions.push(["Cancelled on", formatDate(declaration.cancelledAt)]);
  return {
    title: "Your Gift Aid declaration",
    sender: charityAddressLines,
    sections: [
      { text: [name, house, postcode].filter(Boolean).join("\n") },
      { text: formatDate(now) },
      { text: `Thank you. This is what you told us${toldTexts[declaration.via] ?? ""}:` },
      { text: `“${agreedWording(declaration)}”` },
      { definitions },
      { text: "Please check it. If anything is not right, or you did not agree to these words, tell us and we put it right." },
      { text: "Tell us if you want to cancel it, move, change your name, or stop paying enough tax. It costs you nothing.", muted: true },
    ],
  };
}

/** The name of a file: plain letters, nothing of a person. */
export const statementFilename = (year: number, extension: "pdf" | "csv"): string => `gifts-${year}-to-${year + 1}.${extension}`;
export const declarationFilename = (declaredAt: Date): string => `gift-aid-declaration-${londonDate(declaredAt)}.pdf`;
export const receiptFilename = (reference: string, paidAt: Date): string => `receipt-${reference}-${londonDate(paidAt)}.pdf`;
