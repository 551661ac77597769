import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClaimLine } from "~/claims/claim-line";
import { cleanDetails } from "~/claims/claim-fields";
import { deleteMessage, listMessage, pollMessage, submitMessage, withPassword, type GovTalkSender } from "~/claims/hmrc/govtalk";
import { irMarkOf } from "~/claims/hmrc/irmark";
import { writeR68Body, type R68Claim } from "~/claims/hmrc/r68-body";
import { demonstrationCharity } from "~/platform/config/charity";
import { checkClaimMessage, readMessage } from "~/sandbox/hmrc/check-message";
import { computeMark, parseXml } from "~/sandbox/hmrc/xml-tree";

const account = { senderId: "323412300001", password: "secret & <odd>" };
const sender: GovTalkSender = {
  senderId: account.senderId,
  hmrcReference: "AB12345",
  vendorId: "1234",
  product: { name: "Roomlight", version: "1" },
  isTest: true,
};
const { giftAid } = demonstrationCharity;
const today = "2026-11-28";
const ada: ClaimLine = {
  aggregated: null,
  title: "Mrs",
  firstName: "Ada",
  lastName: "O'Neill-Smith",
  house: 'Flat "2" & <3>',
  postcode: "SW1A 1AA",
  firstDate: "2026-06-01",
  date: "2026-06-30",
  pence: 24_000,
};
const small: ClaimLine = { aggregated: "Gifts under £30", firstDate: "2026-01-01", date: "2026-01-31", pence: 100_000 };

const claim = (changes: Partial<R68Claim> = {}): R68Claim => {
  if (!giftAid) throw new Error("the demonstration claims Gift Aid");
  return {
    charity: giftAid,
    organisation: "Roomlight",
    claimNumber: "GA-000001",
    lines: [ada, small],
    adjustmentPence: 0,
    otherInfo: null,
    ...changes,
  };
};
const sent = (body: string) => withPassword(submitMessage(sender, "0123456789ABCDEF0123456789ABCDEF", body), account.password);
/** The numbers of HMRC's errors for a message. */
function errorsIn(xml: string): string[] {
  const read = readMessage(xml, account);
  return "error" in read
    ? [read.error.number]
    : checkClaimMessage(read.message, today).errors.map(({ number, location }) => `${number} ${location.split("/").at(-1)}`.trim());
}

/** A body that was changed by hand, with the mark that belongs to it. */
function remarked(change: (body: string) => string, changes: Partial<R68Claim> = {}): string {
  const { body } = writeR68Body(claim(changes));
  const unmarked = change(body.replace(/<IRmark.*<\/IRmark>/, ""));
  return sent(unmarked.replace("<Sender>", `<IRmark Type="generic">${irMarkOf(unmarked).base64}</IRmark><Sender>`));
}

describe("a claim as it is written", () => {
  it("is what the pretend HMRC takes, with the mark that it computes by itself", () => {
    const { body, irMark } = writeR68Body(claim({ adjustmentPence: 2500, otherInfo: "One gift was refunded: RL-1 & <2>" }));
    const xml = sent(body);
    expect(errorsIn(xml)).toEqual([]);
    const read = parseXml(xml);
    expect(read && computeMark(read)).toBe(irMark.base64);
  });

  it("has the same mark in canonical form, whatever names and homes are in it", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aBé'’-‐.& <>\"½"), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, (firstName, lastName, house) => {
        const cleaned = cleanDetails({
          firstName: `A${firstName}`.slice(0, 30),
          lastName: `Ba${lastName}`.slice(0, 30),
          house: `1${house}`,
          postcode: "sw1a1aa",
        });
        if ("problems" in cleaned) return;
        expect(errorsIn(sent(writeR68Body(claim({ lines: [{ ...ada, ...cleaned.details }] })).body))).toEqual([]);
      }),
    );
  });

  it.each<[string, Partial<R68Claim>]>([
    ["an exempt charity", { charity: { ...giftAid!, hmrcReference: "CF123", regulator: "not needed" } }],
    ["another regulator", { charity: { ...giftAid!, regulator: { other: "The Bishop", number: "7" } } }],
    ["no regulator", { charity: { ...giftAid!, regulator: null } }],
    [
      "a corporate trustee abroad",
      { charity: { ...giftAid!, official: { name: null, trustee: "Lamp Ltd", postcode: null, phone: "(020) 7946-0000" } } },
    ],
    ["a donor abroad", { lines: [{ ...ada, postcode: null, house: "100 Champs Elysees, Paris" }] }],
    ["1,000 lines", { lines: Array.from({ length: 1000 }, () => ada) }],
    ["one penny", { lines: [{ ...ada, pence: 1 }] }],
  ])("of %s is taken", (_what, changes) => {
    const { body } = writeR68Body(claim(changes));
    const reference = changes.charity?.hmrcReference ?? sender.hmrcReference;
    expect(errorsIn(withPassword(submitMessage({ ...sender, hmrcReference: reference }, "00", body), account.password))).toEqual([]);
  });
});

describe("what HMRC's schema refuses", () => {
  const swap = (from: string | RegExp, to: string) => (body: string) => {
    const changed = body.replace(from, to);
    if (changed === body) throw new Error(`nothing to change in the body: ${String(from)}`);
    return changed;
  };
  it.each<[string, string | RegExp, string, string]>([
    ["a title with a dot", "<Ttl>Mrs</Ttl>", "<Ttl>Mrs.</Ttl>", "4065 r68:Ttl[1]"],
    ["a long title", "<Ttl>Mrs</Ttl>", "<Ttl>Madam</Ttl>", "4065 r68:Ttl[1]"],
    ["no first name", "<Fore>Ada</Fore>", "", "4053 r68:Donor[1]"],
    ["an empty first name", "<Fore>Ada</Fore>", "<Fore></Fore>", "4065 r68:Fore[1]"],
    ["a first name of 36", "<Fore>Ada</Fore>", `<Fore>${"a".repeat(36)}</Fore>`, "4065 r68:Fore[1]"],
    ["a last name of 36", /<Sur>O'.*?<\/Sur>/, `<Sur>${"a".repeat(36)}</Sur>`, "4065 r68:Sur[1]"],
    ["a house of 41", /<House>.*?<\/House>/, `<House>${"1".repeat(41)}</House>`, "4065 r68:House[1]"],
    ["a postcode without a space", "</House><Postcode>SW1A 1AA", "</House><Postcode>SW1A1AA", "4065 r68:Postcode[1]"],
    ["a BFPO number", "</House><Postcode>SW1A 1AA", "</House><Postcode>BFPO 801", "4065 r68:Postcode[1]"],
    ["X for abroad", "</House><Postcode>SW1A 1AA", "</House><Postcode>X", "4065 r68:Postcode[1]"],
    ["postcode and abroad", "</Postcode></Donor>", "</Postcode><Overseas>yes</Overseas></Donor>", "4053 r68:Donor[1]"],
    ["neither postcode nor abroad", "<Postcode>SW1A 1AA</Postcode></Donor>", "</Donor>", "4053 r68:Donor[1]"],
    ["the order turned", /(<Fore>Ada<\/Fore>)(<Sur>.*?<\/Sur>)/, "$2$1", "4051 r68:Fore[1]"],
    [
      "a donor beside small gifts",
      "<AggDonation>",
      "<Donor><Fore>A</Fore><Sur>Bc</Sur><House>1</House><Overseas>yes</Overseas></Donor><AggDonation>",
      "4053 r68:GAD[2]",
    ],
    ["a long description", "<AggDonation>Gifts", `<AggDonation>${"a".repeat(36)}`, "4065 r68:AggDonation[1]"],
    ["sponsored: no", "</Donor><Date>", "</Donor><Sponsored>no</Sponsored><Date>", "4065 r68:Sponsored[1]"],
    ["a date as in the schedule", "<Date>2026-06-30", "<Date>30/06/26", "4065 r68:Date[1]"],
    ["a sum without pence", "<Total>240.00", "<Total>240", "4065 r68:Total[1]"],
    ["a sum with a comma", "<Total>1000.00", "<Total>1,000.00", "4065 r68:Total[1]"],
    ["a sum of nothing", "<Total>240.00", "<Total>0.00", "4065 r68:Total[1]"],
    ["a negative sum", "<Total>240.00", "<Total>-1.00", "4065 r68:Total[1]"],
    ["an official with an accent", "<Fore>Robin", "<Fore>Zoë", "4065 r68:Fore[1]"],
    ["a telephone number with a plus", "<Phone>020", "<Phone>+44 20", "4065 r68:Phone[1]"],
    ["a long claim number", "<ClaimNo>", `<ClaimNo>${"9".repeat(20)}`, "4065 r68:ClaimNo[1]"],
    ["a name that begins with a sign", "<OrgName>", "<OrgName>@ ", "4065 r68:OrgName[1]"],
    ["a reference in small letters", "<HMRCref>AB", "<HMRCref>ab", "4065 r68:HMRCref[1]"],
    ["an unknown regulator", "<RegName>CCEW", "<RegName>CC", "4065 r68:RegName[1]"],
    ["dollars", "<DefaultCurrency>GBP", "<DefaultCurrency>USD", "4065 r68:DefaultCurrency[1]"],
    ["an unknown element", "</Donor><Date>", "</Donor><Colour>red</Colour><Date>", "4051 r68:Colour[1]"],
    ["the old namespace", "charities/r68/2", "charities/r68/1", "4066 r68:IRenvelope[1]"],
  ])("%s", (_what, from, to, error) => {
    expect(errorsIn(remarked(swap(from, to)))).toContain(error);
  });

  it.each<[string, string | RegExp, string, string, Partial<R68Claim>?]>([
    ["no name of the official", /<OffName>.*<\/OffName>/, "", "7026 r68:AuthOfficial[1]"],
    ["no repayment", /<Repayment>.*<\/Repayment>/, "", "7028 r68:Claim[1]"],
    ["no regulator", /<Regulator>.*<\/Regulator>/, "", "7029 r68:Claim[1]"],
    ["a regulator without a number", /<RegNo>.*<\/RegNo>/, "", "7031 r68:Regulator[1]"],
    ["another reference", "<HMRCref>AB12345", "<HMRCref>AB12346", "7030 r68:HMRCref[1]"],
    ["no earliest date", /<EarliestGAdate>.*<\/EarliestGAdate>/, "", "7034 r68:Repayment[1]"],
    [
      "an adjustment alone",
      /<GAD>.*<\/GAD><EarliestGAdate>.*<\/EarliestGAdate>/,
      "",
      "7035 r68:Repayment[1]",
      { adjustmentPence: 1, otherInfo: "why" },
    ],
    ["small gifts over £1,000", "<Total>1000.00", "<Total>1000.01", "7038 r68:Total[1]"],
    ["small gifts of an event", "</AggDonation>", "</AggDonation><Sponsored>yes</Sponsored>", "7039 r68:GAD[2]"],
    ["a gift of tomorrow", "<Date>2026-06-30", "<Date>2026-11-29", "7040 r68:Date[1]"],
    ["an adjustment without a reason", "<OtherInfo>why</OtherInfo>", "", "7059 r68:Claim[1]", { adjustmentPence: 1, otherInfo: "why" }],
  ])("HMRC's rules refuse %s", (_what, from, to, error, changes) => {
    expect(errorsIn(remarked(swap(from, to), changes))).toContain(error);
  });

  it("a regulator beside an exempt charity's reference", () => {
    const charity = { ...giftAid!, hmrcReference: "CH12" };
    const { body } = writeR68Body(claim({ charity }));
    const xml = withPassword(submitMessage({ ...sender, hmrcReference: "CH12" }, "00", body), account.password);
    expect(errorsIn(xml)).toEqual(["7033 r68:Regulator[1]"]);
  });

  it("keys that differ", () => {
    const xml = withPassword(submitMessage({ ...sender, hmrcReference: "AB99999" }, "00", writeR68Body(claim()).body), account.password);
    expect(errorsIn(xml)).toEqual(["5005 r68:IRenvelope[1]"]);
  });

  it("a mark that is missing, or of something else", () => {
    const { body } = writeR68Body(claim());
    expect(errorsIn(sent(body.replace("240.00", "240.01")))).toEqual(["2021"]);
    expect(errorsIn(sent(body.replace(/<IRmark.*<\/IRmark>/, "")))).toEqual(["2022"]);
    expect(errorsIn(sent(body.replace("<Sender>", "\n<Sender>")))).toEqual(["2021"]);
  });
});

describe("what HMRC's gateway refuses", () => {
  const { body } = writeR68Body(claim());
  const good = sent(body);
  it.each<[string, string]>([
    ["", "1001"],
    ["not XML", "1001"],
    [good.replace("<Body ", '<?xml version="1.0"?><Body '), "1001"],
    [good.replace("<EnvelopeVersion>2.0</EnvelopeVersion>", ""), "1001"],
    [good.replace("<Transformation>XML</Transformation>", "<Transformation>PDF</Transformation>"), "1001"],
    [good.replace("</GatewayTest>", "</GatewayTest><GatewayTimestamp>2026-11-28T00:00:00</GatewayTimestamp>"), "1001"],
    [good.replace("<GatewayTest>1", "<GatewayTest>0"), "1001"],
    [good.replace("<URI>1234", "<URI>12"), "1001"],
    [good.replace("HMRC-CHAR-CLM", "HMRC-CHAR-CLM-MULTI"), "1001"],
    [good.replace("<Method>clear", "<Method>MD5"), "1001"],
    [good.replace("<CorrelationID></CorrelationID>", "<CorrelationID>AB</CorrelationID>"), "1020"],
    [withPassword(deleteMessage(sender, ""), account.password), "1035"],
    [withPassword(submitMessage(sender, "00", body), "wrong"), "1046"],
    [withPassword(listMessage({ ...sender, senderId: "1" }), account.password), "1046"],
    [good.replace(/<IRenvelope.*<\/IRenvelope>/, ""), "1042"],
  ])("message %#", (xml, number) => {
    expect(errorsIn(xml)).toEqual([number]);
  });

  it("takes the other messages as they are written; a poll needs no password", () => {
    expect(readMessage(pollMessage(sender, "AB12"), account)).toMatchObject({ verb: "poll", correlationId: "AB12" });
    expect(readMessage(withPassword(deleteMessage(sender, "AB12"), account.password), account)).toMatchObject({ verb: "delete" });
    expect(readMessage(withPassword(listMessage(sender), account.password), account)).toMatchObject({ verb: "list" });
  });
});
