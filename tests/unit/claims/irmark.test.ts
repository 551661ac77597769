import { describe, expect, it } from "vitest";
import { toBase32 } from "~/claims/hmrc/irmark";
import { writeR68Body } from "~/claims/hmrc/r68-body";

/** HMRC's own worked example (hmrc/charities-claims, IRmarkCalculator). */
const worked = () =>
  writeR68Body(
    {
      charity: {
        hmrcReference: "XR4010",
        regulator: { name: "CCEW", number: "1234" },
        official: { name: null, trustee: "Joe Bloggs", postcode: "AB12 3YZ", phone: "07777777777" },
      },
      organisation: "CHARITY TC088",
      claimNumber: null,
      lines: [
        {
          aggregated: null,
          title: "Mr",
          firstName: "John",
          lastName: "Smith",
          house: "100 Champs Elysees, Paris",
          postcode: null,
          firstDate: "2025-01-01",
          date: "2025-01-02",
          pence: 25_000,
        },
      ],
      adjustmentPence: 0,
      otherInfo: "def",
    },
    { periodEnd: "2012-01-01", currency: null },
  );

describe("the IRmark", () => {
  it("of HMRC's worked example is the one that HMRC computes", () => {
    const { irMark, length, body } = worked();
    expect(length).toBe(841);
    expect(irMark).toEqual({ base64: "oCHbGp+XAIi/AYdxWxLNLMmbEno=", base32: "UAQ5WGU7S4AIRPYBQ5YVWEWNFTEZWET2" });
    expect(body).toContain(
      '<PeriodEnd>2012-01-01</PeriodEnd><IRmark Type="generic">oCHbGp+XAIi/AYdxWxLNLMmbEno=</IRmark><Sender>Other</Sender>',
    );
  });

  it.each([
    ["yPwKM0owwwzn3saHOT4rj02rqU0=", "ZD6AUM2KGDBQZZ66Y2DTSPRLR5G2XKKN"],
    ["zsWr/40F1y/g/PnS14/2gCUbd94=", "Z3C2X74NAXLS7YH47HJNPD7WQASRW566"],
  ])("%s is printed on receipts of HMRC's test service as %s", (base64, base32) => {
    expect(toBase32(Buffer.from(base64, "base64"))).toBe(base32);
  });

  it.each([
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("writes the example %s of RFC 4648", (text, base32) => {
    expect(toBase32(Buffer.from(text))).toBe(base32);
  });
});
