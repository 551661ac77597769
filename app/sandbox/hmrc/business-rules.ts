import type { MessageError } from "./check-structure";
import { elementsOf, find, textOf, type XmlElement } from "./xml-tree";

const mostGifts = 500_000;
const mostOtherIncome = 2_000;

/**
 * HMRC's rules beyond the schema, by their numbers, for what the sandbox models (no small donations scheme, no agents).
 * @param today the date of the message in UTC
 */
export function checkBusinessRules(irEnvelope: XmlElement, path: string, today: string): MessageError[] {
  const errors: MessageError[] = [];
  const add = (number: string, text: string, at: string) => errors.push({ number, type: "business", text, location: `${path}/${at}` });
  const official = find(irEnvelope, "R68", "AuthOfficial");
  if (!find(official, "OffName") && !find(official, "Trustee"))
    add("7026", "The official's name must be there", "r68:R68[1]/r68:AuthOfficial[1]");
  const charityId = textOf(find(irEnvelope, "IRheader", "Keys", "Key"));
  const claims = find(irEnvelope, "R68")?.children.filter((child) => typeof child !== "string" && child.name === "Claim") as XmlElement[];
  for (const [index, claim] of claims.entries()) checkClaim(claim, `r68:R68[1]/r68:Claim[${index + 1}]`, charityId, today, add);
  return errors;
}

type Add = (number: string, text: string, at: string) => void;

function checkClaim(claim: XmlElement, at: string, charityId: string, today: string, add: Add): void {
  const reference = textOf(find(claim, "HMRCref"));
  const repayment = find(claim, "Repayment");
  const regulator = find(claim, "Regulator");
  const isExempt = /^C[HF]/.test(reference);
  if (!repayment) return add("7028", "There must be a repayment", at);
  if (!regulator && !isExempt) add("7029", "The regulator must be there", at);
  if (regulator && isExempt) add("7033", "There must be no regulator", `${at}/r68:Regulator[1]`);
  if (find(regulator, "RegName") && !find(regulator, "RegNo"))
    add("7031", "The regulator's number must be there", `${at}/r68:Regulator[1]`);
  if (reference !== charityId) add("7030", "The reference differs from the key in the header", `${at}/r68:HMRCref[1]`);
  checkRepayment(repayment, `${at}/r68:Repayment[1]`, today, add);
  if (find(repayment, "Adjustment") && !find(claim, "OtherInfo")) add("7059", "An adjustment needs its reason", at);
}

function checkRepayment(repayment: XmlElement, at: string, today: string, add: Add): void {
  const named = (name: string) => elementsOf(repayment).filter((child) => child.name === name);
  const gifts = named("GAD");
  const incomes = named("OtherInc");
  if (gifts.length + incomes.length === 0) add("7035", "There must be a donation or other income", at);
  if (gifts.length > 0 && !find(repayment, "EarliestGAdate")) add("7034", "The earliest date must be there", at);
  if (gifts.length > mostGifts) add("7036", "Too many donations", at);
  if (incomes.length > mostOtherIncome) add("7037", "Too many other incomes", at);
  for (const [index, gift] of gifts.entries()) {
    const place = `${at}/r68:GAD[${index + 1}]`;
    if (find(gift, "AggDonation") && Number(textOf(find(gift, "Total"))) > 1000)
      add("7038", "Aggregated donations are over £1,000", `${place}/r68:Total[1]`);
    if (find(gift, "AggDonation") && find(gift, "Sponsored")) add("7039", "Aggregated and sponsored exclude each other", place);
    if (textOf(find(gift, "Date")) > today) add("7040", "The donation's date is in the future", `${place}/r68:Date[1]`);
    if (Number(textOf(find(gift, "Total"))) < 0.01) add("4065", "The total is nothing", `${place}/r68:Total[1]`);
  }
  for (const [index, income] of incomes.entries()) {
    const place = `${at}/r68:OtherInc[${index + 1}]`;
    if (textOf(find(income, "OIDate")) > today) add("7042", "The income's date is in the future", `${place}/r68:OIDate[1]`);
    if (Number(textOf(find(income, "Tax"))) >= Number(textOf(find(income, "Gross"))))
      add("7043", "The tax is not less than the gross", place);
  }
  const adjustment = find(repayment, "Adjustment");
  if (adjustment && Number(textOf(adjustment)) < 0.01) add("4065", "The adjustment is nothing", `${at}/r68:Adjustment[1]`);
}
