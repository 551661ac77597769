import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { sandboxValues } from "~/platform/config/sandbox-values";
import { realCharity, liveVariables, read, errorsIn } from "tests/support/platform/configuration";
import { realTrialVariables, variablesNamed } from "tests/support/platform/trial-variables";

describe("a live site refuses", () => {
  it.each([
    ["STRIPE_SECRET_KEY", sandboxValues.stripeKey, /sandbox/],
    ["STRIPE_SECRET_KEY", "sk_test_abcdefghijkl", /test key/],
    ["STRIPE_SECRET_KEY", "rk_test_abcdefghijkl", /test key/],
    ["STRIPE_WEBHOOK_SECRET", sandboxValues.stripeWebhookSecret, /sandbox/],
    ["RESEND_API_KEY", sandboxValues.resendKey, /sandbox/],
    ["RESEND_WEBHOOK_SECRET", sandboxValues.resendWebhookSecret, /sandbox/],
    ["SESSION_SECRET", sandboxValues.sessionSecret, /example value/],
    ["SESSION_SECRET", "please-change-me-please-change-me-please", /example value/],
    ["LASTING_SECRET", sandboxValues.lastingSecret, /example value/],
    ["LASTING_SECRET", liveVariables.SESSION_SECRET, /write another/],
    ["SITE_URL", "http://www.lamp.org", /https/],
    ["SITE_URL", "https://localhost", /public address/],
    ["RESEND_BASE_URL", "http://127.0.0.1:4020", /leave it out/],
  ])("%s=%s", (name, value, why) => {
    expect(errorsIn({ ...liveVariables, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: .*${why.source}`))]);
  });

  it("to send a live key anywhere but to Stripe", () => {
    expect(variablesNamed({ ...liveVariables, STRIPE_API_URL: "https://stripe.example.org" })).toEqual(["STRIPE_API_URL"]);
    expect(new Set(variablesNamed({ ...liveVariables, STRIPE_API_URL: "http://127.0.0.1:4010" }))).toEqual(new Set(["STRIPE_API_URL"]));
  });

  it("the demonstration charity, and one without a number", () => {
    expect(errorsIn(liveVariables, demonstrationCharity)).toEqual([expect.stringMatching(/^CHARITY_FILE: .*demonstration/)]);
    expect(errorsIn(liveVariables, { ...realCharity, registration: null })).toEqual([
      expect.stringMatching(/^CHARITY_FILE: registration: /),
    ]);
  });

  it.each([undefined, "31-03", "02-30", "04-31", "March"])("a charity whose financial year ends on %s", (financialYearEnd) => {
    expect(errorsIn(liveVariables, { ...realCharity, financialYearEnd })).toContain(
      "CHARITY_FILE: financialYearEnd: write the day on which your financial year ends, such as 03-31",
    );
  });
});

describe("a live site with the example's charity", () => {
  const example: unknown = JSON.parse(readFileSync("docs/charity.example.json", "utf8"));
  const fieldsNamed = (charity: unknown) =>
    errorsIn(liveVariables, charity).map((line) => /^CHARITY_FILE: ([\w.]+): ".*" is an example: write /.exec(line)?.[1]);

  it("is refused, each field by its name", () => {
    expect(fieldsNamed(example)).toEqual([
      "name",
      "legalName",
      "registration.number",
      "registration.url",
      "address.0",
      "address.1",
      "address.2",
      "email",
      "phone",
      "safeguarding.name",
      "safeguarding.email",
      "links.accounts",
      "giftAid.hmrcReference",
      "giftAid.official.postcode",
      "giftAid.official.phone",
      "social.0.url",
    ]);
  });

  it.each([
    ["name", { name: "your  charity" }],
    ["registration.number", { registration: { ...realCharity.registration, number: "0000000" } }],
    ["address.1", { address: ["2 Other Road", "1 Your Street", "Leeds"] }],
    ["phone", { phone: "02079460000" }],
    ["email", { email: "giving@your-charity.org.uk" }],
    ["email", { email: "hello@example.org" }],
    ["safeguarding.email", { safeguarding: { ...realCharity.safeguarding, email: "lead@trust.example" } }],
    ["links.accounts", { links: { accounts: "https://www.example.com/accounts" } }],
    ["giftAid.hmrcReference", { giftAid: { ...realCharity.giftAid, hmrcReference: "AB12345" } }],
    ["social.0.url", { social: [{ name: "Facebook", url: "https://www.facebook.com/your-charity" }] }],
  ])("is refused where one value is left: %s", (field, left) => {
    expect(fieldsNamed({ ...realCharity, ...left })).toEqual([field]);
  });

  it("is refused where the demonstration is only renamed", () => {
    const renamed = { ...demonstrationCharity, demonstration: false, registration: realCharity.registration };
    expect(fieldsNamed(renamed)).toEqual([
      "legalName",
      "address.0",
      "address.1",
      "email",
      "safeguarding.name",
      "safeguarding.email",
      "giftAid.hmrcReference",
      "giftAid.official.postcode",
      "giftAid.official.phone",
    ]);
  });

  it("may have the example's sums, fees and colours, and names of its own that sound like it", () => {
    const own = { ...(example as object), ...realCharity, name: "Your Place", address: ["1 Your Street North", "London", "EX1 1AA"] };
    expect(errorsIn(liveVariables, own)).toEqual([]);
  });

  it.each([
    ["SITE_URL", "https://www.example.org"],
    ["MAIL_FROM", "Roomlight <hello@example.org>"],
    ["STAFF_EMAIL", "finance@example.org"],
  ])("is refused with what .env.example has for %s", (name, value) => {
    expect(errorsIn({ ...liveVariables, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: .*examples alone: write`))]);
  });
});

describe("a site that is tried refuses", () => {
  it.each(["try", "dev", "test"])("a live key in %s, with the sandbox or without", (SITE_MODE) => {
    expect(errorsIn({ SITE_MODE, STRIPE_SECRET_KEY: "sk_live_abcdefghijkl" })).toEqual([
      expect.stringMatching(/^STRIPE_SECRET_KEY: a live key takes real money/),
    ]);
    expect(variablesNamed({ SITE_MODE, STRIPE_SECRET_KEY: "rk_live_abcdefghijkl", STRIPE_API_URL: "http://127.0.0.1:4010" })).toEqual([
      "STRIPE_SECRET_KEY",
      "STRIPE_API_URL",
    ]);
  });

  it.each([
    ["Stripe's key alone", { STRIPE_SECRET_KEY: "sk_test_abcdefghijkl" }, "STRIPE_SECRET_KEY", "RESEND_API_KEY"],
    ["Resend's key alone", { RESEND_API_KEY: "re_abcdefgh" }, "RESEND_API_KEY", "STRIPE_SECRET_KEY"],
    ["Resend at another address", { RESEND_BASE_URL: "https://mail.lamp.org" }, "RESEND_BASE_URL", "STRIPE_SECRET_KEY"],
    ["Stripe at another address", { STRIPE_API_URL: "https://stripe.lamp.org" }, "STRIPE_API_URL", "RESEND_API_KEY"],
    [
      "a real key by way of a proxy on this machine",
      { RESEND_API_KEY: "re_abcdefgh", RESEND_BASE_URL: "http://127.0.0.1:9" },
      "RESEND_API_KEY",
      "STRIPE_SECRET_KEY",
    ],
  ])("to be half a demonstration: %s", (_what, real, realName, missing) => {
    const { SESSION_SECRET, LASTING_SECRET, STRIPE_WEBHOOK_SECRET, RESEND_WEBHOOK_SECRET } = liveVariables;
    const own = { SESSION_SECRET, LASTING_SECRET, STRIPE_WEBHOOK_SECRET, RESEND_WEBHOOK_SECRET };
    for (const SITE_MODE of ["try", "dev"]) {
      expect(new Set(variablesNamed({ SITE_MODE, ...real }))).toEqual(new Set([missing, ...Object.keys(own)]));
      for (const line of errorsIn({ SITE_MODE, ...real })) expect(line).toMatch(new RegExp(`${realName} is real.*: write `));
      expect(errorsIn({ SITE_MODE, ...real, ...own })).toEqual([expect.stringContaining(`or leave ${realName} out`)]);
    }
  });

  it.each([
    ["STRIPE_WEBHOOK_SECRET", sandboxValues.stripeWebhookSecret],
    ["RESEND_WEBHOOK_SECRET", sandboxValues.resendWebhookSecret],
    ["SESSION_SECRET", sandboxValues.sessionSecret],
    ["SESSION_SECRET", `${liveVariables.SESSION_SECRET}, ${sandboxValues.sessionSecret}`],
    ["LASTING_SECRET", sandboxValues.lastingSecret],
    ["LASTING_SECRET", liveVariables.SESSION_SECRET],
  ])("secrets that everybody knows where anything is real: %s", (name, published) => {
    expect(variablesNamed({ SITE_MODE: "try", ...realTrialVariables, [name]: published })).toEqual([name]);
    expect(variablesNamed({ SITE_MODE: "try", ...realTrialVariables, [name]: undefined })).toEqual([name]);
  });

  it("nothing where the sandbox's own values are written out", () => {
    const written = { STRIPE_SECRET_KEY: sandboxValues.stripeKey, RESEND_API_KEY: sandboxValues.resendKey };
    expect(read({ SITE_MODE: "try", ...written, STRIPE_API_URL: "http://127.0.0.1:9" }).sandbox).not.toBeNull();
  });
});
