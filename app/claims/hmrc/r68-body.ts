import { formatDecimalPounds } from "~/platform/csv";
import type { HmrcCharity } from "~/platform/config/gift-aid-settings";
import { earliestOf, type ClaimLine } from "../claim-line";
import { irMarkOf, type IrMark } from "./irmark";
import { element, leaf } from "../xml";

export type R68Claim = {
  charity: HmrcCharity;
  organisation: string;
  /** Our own number of the claim, up to 20 characters. */
  claimNumber: string;
  lines: readonly ClaimLine[];
  /** Tax that was claimed too much before, in pence; 0: none. */
  adjustmentPence: number;
  /** Why there is an adjustment, up to 350 characters. */
  otherInfo: string | null;
};

export const envelopeNamespace = "http://www.govtalk.gov.uk/CM/envelope";
export const r68Namespace = "http://www.govtalk.gov.uk/taxation/charities/r68/2";

const homeOf = (postcode: string | null) => (postcode === null ? leaf("Overseas", "yes") : leaf("Postcode", postcode));

function donation(line: ClaimLine): string {
  const donor =
    line.aggregated === null
      ? element(
          "Donor",
          leaf("Ttl", line.title) +
            leaf("Fore", line.firstName) +
            leaf("Sur", line.lastName) +
            leaf("House", line.house) +
            homeOf(line.postcode),
        )
      : leaf("AggDonation", line.aggregated);
  return element("GAD", donor + leaf("Date", line.date) + leaf("Total", formatDecimalPounds(line.pence)));
}

function official({ official: { name, trustee, postcode, phone } }: HmrcCharity, claimNumber: string | null): string {
  const names = name ? element("OffName", leaf("Ttl", name.title) + leaf("Fore", name.firstName) + leaf("Sur", name.lastName)) : "";
  return element(
    "AuthOfficial",
    names + leaf("Trustee", trustee) + leaf("ClaimNo", claimNumber) + element("OffID", homeOf(postcode)) + leaf("Phone", phone),
  );
}

function regulator({ regulator: given }: HmrcCharity): string {
  // A reference that starts with CH or CF is an exempt charity's or a club's: HMRC refuses a regulator beside it.
  if (given === "not needed") return "";
  if (given === null) return element("Regulator", leaf("NoReg", "yes"));
  const name = "name" in given ? leaf("RegName", given.name) : leaf("OtherReg", given.other);
  return element("Regulator", name + leaf("RegNo", given.number));
}

/**
 * The Body of a claim with its mark.
 * @param extras what only HMRC's worked example needs: the period's end, the currency, the claim number left out
 */
export function writeR68Body(
  claim: Omit<R68Claim, "claimNumber"> & { claimNumber: string | null },
  extras: { periodEnd?: string; currency?: string | null } = {},
): { body: string; irMark: IrMark; length: number } {
  const { charity, lines, adjustmentPence, otherInfo } = claim;
  const earliestDate = earliestOf(lines);
  const periodEnd = extras.periodEnd ?? lines.reduce((latest, { date }) => (date > latest ? date : latest), earliestDate);
  const currency = extras.currency === undefined ? "GBP" : extras.currency;
  const headStart =
    element("Keys", leaf("Key", charity.hmrcReference, { Type: "CHARID" })) +
    leaf("PeriodEnd", periodEnd) +
    leaf("DefaultCurrency", currency);
  const repayment = element(
    "Repayment",
    lines.map(donation).join("") +
      leaf("EarliestGAdate", earliestDate) +
      (adjustmentPence > 0 ? leaf("Adjustment", formatDecimalPounds(adjustmentPence)) : ""),
  );
  const claimed = element(
    "Claim",
    leaf("OrgName", claim.organisation) +
      leaf("HMRCref", charity.hmrcReference) +
      regulator(charity) +
      repayment +
      leaf("OtherInfo", otherInfo),
  );
  const r68 = element("R68", official(charity, claim.claimNumber) + leaf("Declaration", "yes") + claimed);
  const write = (mark: string) =>
    element("Body", element("IRenvelope", element("IRheader", headStart + mark + leaf("Sender", "Other")) + r68, { xmlns: r68Namespace }), {
      xmlns: envelopeNamespace,
    });
  const unmarked = write("");
  const irMark = irMarkOf(unmarked);
  return { body: write(leaf("IRmark", irMark.base64, { Type: "generic" })), irMark, length: Buffer.byteLength(unmarked) };
}
