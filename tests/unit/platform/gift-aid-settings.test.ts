import { describe, expect, it } from "vitest";
import { charitySchema, demonstrationCharity } from "~/platform/config/charity";
import { ConfigurationError, parseConfig } from "~/platform/config/config.server";
import { giftAidSettingsSchema } from "~/platform/config/gift-aid-settings";

const hmrc = { HMRC_SENDER_ID: "323412300001", HMRC_PASSWORD: "a password", HMRC_VENDOR_ID: "1234" };
const read = (variables: Record<string, string | undefined>) => parseConfig({ SITE_MODE: "try", ...variables });

function namesRefused(variables: Record<string, string | undefined>): string[] {
  try {
    read(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.errors.map((line) => line.split(":")[0] ?? "");
    throw error;
  }
  return [];
}

describe("settings for HMRC", () => {
  it("are the sandbox's where nothing is real, and none on a live site without them", () => {
    expect(read({}).hmrc).toMatchObject({ baseUrl: "http://127.0.0.1:4030", isTest: true, vendorId: "0000" });
    expect(namesRefused({ SITE_MODE: "live" })).not.toContain("HMRC_SENDER_ID");
  });

  it("lead to HMRC's test service", () => {
    expect(read(hmrc).hmrc).toMatchObject({
      baseUrl: "https://test-transaction-engine.tax.service.gov.uk",
      isTest: true,
      senderId: "323412300001",
    });
  });

  it("are whole or not there", () => {
    expect(namesRefused({ ...hmrc, HMRC_PASSWORD: undefined })).toEqual(["HMRC_PASSWORD"]);
    expect(namesRefused({ HMRC_VENDOR_ID: "1234" })).toEqual(["HMRC_SENDER_ID", "HMRC_PASSWORD"]);
    expect(namesRefused({ ...hmrc, HMRC_VENDOR_ID: "12" })).toEqual(["HMRC_VENDOR_ID"]);
  });

  it("name the service on a live site, and never the live one on a trial site", () => {
    expect(namesRefused({ SITE_MODE: "live", ...hmrc })).toContain("HMRC_SERVICE");
    expect(namesRefused({ SITE_MODE: "live", ...hmrc, HMRC_SERVICE: "live" })).not.toContain("HMRC_SERVICE");
    expect(namesRefused({ ...hmrc, HMRC_SERVICE: "live" })).toEqual(["HMRC_SERVICE"]);
    expect(namesRefused({ SITE_MODE: "live", ...hmrc, HMRC_SERVICE: "live", HMRC_BASE_URL: "http://hmrc.example.org" })).toContain(
      "HMRC_BASE_URL",
    );
  });

  it("are never in a message about what is wrong", () => {
    try {
      read({ ...hmrc, HMRC_VENDOR_ID: "12" });
    } catch (error) {
      expect(String(error)).not.toContain("a password");
    }
  });
});

describe("the charity's legal name", () => {
  const refused = (changes: object) =>
    charitySchema.safeParse({ ...demonstrationCharity, ...changes }).error?.issues.map(({ path }) => path[0]);

  it.each(["Roomlight", "3rd Lamp & Söhne (Wales) Ltd", "A".repeat(160)])("%s is one that HMRC takes", (legalName) => {
    expect(refused({ legalName })).toBeUndefined();
  });
  it.each(["@ Roomlight", "“Roomlight”", "Église", "A".repeat(161)])("%s is refused where Gift Aid is claimed", (legalName) => {
    expect(refused({ legalName })).toEqual(["legalName"]);
  });
  it("may be any where it is not claimed", () => {
    expect(refused({ legalName: "Église", giftAid: null })).toBeUndefined();
  });
});

describe("what HMRC knows the charity by", () => {
  const settings = demonstrationCharity.giftAid;
  const refusedAt = (changes: object) =>
    giftAidSettingsSchema.safeParse({ ...settings, ...changes }).error?.issues.map(({ path }) => path.join(".")) ?? [];
  const official = (changes: object) => ({ official: { ...settings?.official, ...changes } });
  const name = { title: null, firstName: "Robin", lastName: "Example" };

  it.each([
    [{}],
    [{ hmrcReference: "X1" }],
    [{ regulator: { other: "The Bishop", number: "1" } }],
    [{ regulator: null }],
    [{ hmrcReference: "CH123", regulator: "not needed" }],
    [official({ name: { ...name, title: "Mrs", firstName: "Mary-Ann", lastName: "O'Neill (Jr.)" } })],
    [official({ name: null, trustee: "The Lamp Trustees" })],
    [official({ postcode: null })],
    [official({ postcode: "EC1A 1BB" })],
    [official({ phone: "(020) 7946-0000" })],
    [{ yearEnd: "03-31" }],
  ])("%j is taken", (changes) => {
    expect(refusedAt(changes)).toEqual([]);
  });

  it.each([
    [{ hmrcReference: "ab12345" }],
    [{ hmrcReference: "AB123456" }],
    [{ hmrcReference: "CF12" }],
    [{ regulator: "not needed" }],
    [{ regulator: { name: "CCEW", number: "" } }],
    [{ regulator: { name: "Charity Commission", number: "1" } }],
    [official({ name: { ...name, firstName: "Mary Ann" } })],
    [official({ name: { ...name, firstName: "Zoë" } })],
    [official({ name: { ...name, title: "Mrs." } })],
    [official({ name: { ...name, lastName: "Müller" } })],
    [official({ name: null })],
    [official({ trustee: "The Lamp Trustees" })],
    [official({ postcode: "sw1a1aa" })],
    [official({ postcode: "AZ1 1AA" })],
    [official({ phone: "+44 20 7946 0000" })],
    [{ yearEnd: "31-03" }],
    [{ yearEnd: "02-30" }],
  ])("%j is refused", (changes) => {
    expect(refusedAt(changes)).not.toEqual([]);
  });
});
