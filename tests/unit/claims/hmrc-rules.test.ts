import { describe, expect, it } from "vitest";
import type { ClaimLine } from "~/claims/claim-line";
import { submitMessage, withPassword } from "~/claims/hmrc/govtalk";
import { irMarkOf } from "~/claims/hmrc/irmark";
import { writeR68Body } from "~/claims/hmrc/r68-body";
import { demonstrationCharity } from "~/platform/config/charity";
import { envelopeRules, schemaRules, times } from "tests/support/claims/hmrc-rules";
import { checkClaimMessage, readMessage } from "~/sandbox/hmrc/check-message";

/** Each pattern and length of HMRC's schemas for what is sent here, by rule: values that are taken, and values that are refused. */
const account = { senderId: "323412300001", password: "a password" };
const today = "2026-11-28";
const { giftAid } = demonstrationCharity;
if (!giftAid) throw new Error("the demonstration claims Gift Aid");
const ada: ClaimLine = {
  aggregated: null,
  title: "Mrs",
  firstName: "Ada",
  lastName: "Byron",
  house: "12 Mill Lane",
  postcode: "SW1A 1AA",
  firstDate: "2026-06-01",
  date: "2026-06-30",
  pence: 24_000,
};
const small: ClaimLine = { aggregated: "Gifts under £30", firstDate: "2026-01-01", date: "2026-01-31", pence: 100_000 };
const { body: golden } = writeR68Body({
  charity: { ...giftAid, official: { ...giftAid.official, name: { title: "Ms", firstName: "Robin", lastName: "Example" }, trustee: null } },
  organisation: "Roomlight",
  claimNumber: "GA-000001",
  lines: [ada, small],
  adjustmentPence: 2_500,
  otherInfo: "One gift went back",
});
const sender = {
  senderId: account.senderId,
  hmrcReference: giftAid.hmrcReference,
  vendorId: "1234",
  product: { name: "Roomlight", version: "1" },
  isTest: true,
};

/** The errors of HMRC's for a body that was changed by hand, with the mark that belongs to it; its key stands in the envelope, too. */
function errorsIn(changed: string): string[] {
  const unmarked = changed.replace(/<IRmark[^>]*>[^<]*<\/IRmark>/, "");
  const type = /<IRmark ([^>]*)>/.exec(changed)?.[1] ?? "";
  const marked = unmarked.replace("<Sender>", `<IRmark ${type}>${irMarkOf(unmarked).base64}</IRmark><Sender>`);
  const hmrcReference = /CHARID">([^<]*)</.exec(changed)?.[1] ?? sender.hmrcReference;
  return errorsOf(withPassword(submitMessage({ ...sender, hmrcReference }, "0123456789ABCDEF", marked), account.password));
}
function errorsOf(xml: string): string[] {
  const read = readMessage(xml, account);
  return "error" in read ? [read.error.number] : checkClaimMessage(read.message, today).errors.map(({ number }) => number);
}

/** The golden body with a value in one place. @param place the markup around it, with `*` for what stands there now */
function written(place: string, value: string, from = golden): string {
  const [before = "", after = ""] = place.split("*");
  const start = from.indexOf(before);
  const end = from.indexOf(after, start + before.length);
  if (start < 0 || end < 0) throw new Error(`there is no ${place}`);
  return from.slice(0, start + before.length) + value + from.slice(end);
}
describe("a rule of HMRC's schema", () => {
  it("lets the golden claim through", () => expect(errorsIn(golden)).toEqual([]));

  it.each(schemaRules.flatMap(([rule, place, taken]) => taken.map((value) => [rule, value, place] as const)))(
    "%s takes %j",
    (_, value, place) => {
      expect(errorsIn(written(place, value))).toEqual([]);
    },
  );

  it.each(schemaRules.flatMap(([rule, place, , refused]) => refused.map((value) => [rule, value, place] as const)))(
    "%s refuses %j",
    (_, value, place) => {
      // 7026: there is neither a name nor a trustee.
      expect(errorsIn(written(place, value)).filter((number) => /^4|^7026$/.test(number))).not.toEqual([]);
    },
  );

  it.each(["A1", "AB12345"])("HMRC's reference takes %s", (reference) => {
    expect(errorsIn(written("<HMRCref>*</HMRCref>", reference, written('CHARID">*</Key>', reference)))).toEqual([]);
  });
  it.each(["", "ab12345", "ABC1", "AB", "AB123456", "12345"])("HMRC's reference refuses %j", (reference) => {
    expect(errorsIn(written("<HMRCref>*</HMRCref>", reference))).toContain("4065");
  });

  const income = (payer: string, date: string, gross: string, tax: string) =>
    `<OtherInc><Payer>${payer}</Payer><OIDate>${date}</OIDate><Gross>${gross}</Gross><Tax>${tax}</Tax></OtherInc>`;
  const withIncome = (incomes: string) => written("</EarliestGAdate>*<Adjustment>", incomes);
  it.each([
    [income("B", "2026-11-28", "1.00", "0.99")],
    [income(times("é", 40), "2026-01-01", "100.00", "20.00")],
    [times(income("B", "2026-01-01", "1.00", "0.20"), 2000)],
  ])("other income %# is taken", (incomes) => expect(errorsIn(withIncome(incomes))).toEqual([]));
  it.each<[string, string]>([
    [income("", "2026-01-01", "1.00", "0.20"), "4065"],
    [income(times("é", 41), "2026-01-01", "1.00", "0.20"), "4065"],
    [income("B", "01/01/26", "1.00", "0.20"), "4065"],
    [income("B", "2026-11-29", "1.00", "0.20"), "7042"],
    [income("B", "2026-01-01", "1.00", "1.00"), "7043"],
    [times(income("B", "2026-01-01", "1.00", "0.20"), 2001), "7037"],
  ])("other income %# is refused with its number", (incomes, number) => expect(errorsIn(withIncome(incomes))).toContain(number));
});

describe("a rule of HMRC's envelope", () => {
  const message = withPassword(submitMessage(sender, "0123456789ABCDEF0123456789ABCDEF", golden), account.password);
  it.each(envelopeRules)("%s", (_, place, taken, refused) => {
    for (const value of taken) expect([value, ...errorsOf(written(place, value, message))]).toEqual([value]);
    for (const value of refused) expect([value, ...errorsOf(written(place, value, message))]).toHaveLength(2);
  });
});
