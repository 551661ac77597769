import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { ConfigurationError, parseConfig } from "~/platform/config/config.server";
import { sandboxValues } from "~/platform/config/sandbox-values";

const realCharity = {
  ...demonstrationCharity,
  demonstration: false,
  name: "The Lamp Trust",
  legalName: "The Lamp Trust",
  registration: { regulator: "the Charity Commission", number: "1199999", url: "https://register.lamp.org/1199999" },
  address: ["2 Other Road", "Leeds", "LS1 1AA"],
  email: "post@lamp.org",
  safeguarding: { name: "Ada Okafor", email: "safeguarding@lamp.org", phone: null },
  giftAid: demonstrationCharity.giftAid && {
    ...demonstrationCharity.giftAid,
    hmrcReference: "XR4010",
    official: { ...demonstrationCharity.giftAid.official, postcode: "LS1 1AA", phone: "0113 496 0000" },
  },
};

/** A live site with everything right. */
const liveVariables = {
  SITE_MODE: "live",
  SITE_URL: "https://www.lamp.org/",
  STRIPE_SECRET_KEY: "sk_live_abcdefghijkl",
  STRIPE_WEBHOOK_SECRET: "whsec_abcdefghijkl",
  RESEND_API_KEY: "re_abcdefgh",
  RESEND_WEBHOOK_SECRET: "whsec_mnopqrstuvwx",
  MAIL_FROM: "The Lamp Trust <hello@lamp.org>",
  STAFF_EMAIL: "finance@lamp.org",
  SESSION_SECRET: "q7Zr1kUuN3sVvY8bE5hJm2pTd6wXaGcL0f",
  LASTING_SECRET: "h4Wn9pQe2RtXz6LbKs8vMy3UdC5gJf7A1o",
  CHARITY_FILE: "/charity.json",
  TRUSTED_PROXIES: "1",
};

/** What a site needs that is tried with the real Stripe, in test mode, and the real Resend. */
const realTrialVariables = {
  STRIPE_SECRET_KEY: "sk_test_abcdefghijkl",
  STRIPE_WEBHOOK_SECRET: liveVariables.STRIPE_WEBHOOK_SECRET,
  RESEND_API_KEY: liveVariables.RESEND_API_KEY,
  RESEND_WEBHOOK_SECRET: liveVariables.RESEND_WEBHOOK_SECRET,
  SESSION_SECRET: liveVariables.SESSION_SECRET,
  LASTING_SECRET: liveVariables.LASTING_SECRET,
};

const read = (variables: Record<string, string | undefined>, charity: unknown = realCharity) =>
  parseConfig(variables, () => JSON.stringify(charity));

function errorsIn(variables: Record<string, string | undefined>, charity?: unknown): string[] {
  try {
    read(variables, charity);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.errors;
    throw error;
  }
  return [];
}

/** The names of the settings that are refused, each followed by what to write instead. */
const variablesNamed = (variables: Record<string, string | undefined>, charity?: unknown) =>
  errorsIn(variables, charity).map((line) => line.split(":")[0]);

describe("a configuration that is right", () => {
  it("is read whole on a live site", () => {
    expect(read(liveVariables)).toMatchObject({
      mode: "live",
      port: 3000,
      host: "127.0.0.1",
      baseUrl: "https://www.lamp.org",
      databaseUrl: null,
      stripe: { key: liveVariables.STRIPE_SECRET_KEY, apiUrl: null },
      resend: { key: liveVariables.RESEND_API_KEY, baseUrl: null, from: liveVariables.MAIL_FROM },
      staffEmail: "finance@lamp.org",
      sessionSecrets: [liveVariables.SESSION_SECRET],
      trustedProxies: 1,
      logLevel: "info",
      sandbox: null,
      charity: { name: "The Lamp Trust", demonstration: false },
    });
  });

  it("of try and dev needs nothing, and speaks to the sandboxes only", () => {
    for (const SITE_MODE of ["try", "dev"]) {
      const config = read({ SITE_MODE });
      expect(config.sandbox).toEqual({ stripePort: 4010, resendPort: 4020, hmrcPort: 4030 });
      expect(config.stripe).toEqual({
        key: sandboxValues.stripeKey,
        webhookSecret: sandboxValues.stripeWebhookSecret,
        readsPerSecond: 25,
        apiUrl: "http://127.0.0.1:4010",
      });
      expect(config.resend.baseUrl).toBe("http://127.0.0.1:4020");
      expect(config.charity).toEqual(demonstrationCharity);
    }
  });

  it("of try with real test keys speaks to the real Stripe and Resend", () => {
    const config = read({ SITE_MODE: "try", ...realTrialVariables });
    expect(config.stripe.apiUrl).toBeNull();
    expect(config.resend.baseUrl).toBeNull();
    expect(config.sandbox).toBeNull();
  });

  it("takes several session secrets, of which the first signs", () => {
    const older = "Pw9eRt2yUi4oLk6jHg8fDs1aZx3cVb5nM7";
    expect(read({ ...liveVariables, SESSION_SECRET: `${liveVariables.SESSION_SECRET}, ${older}` }).sessionSecrets).toEqual([
      liveVariables.SESSION_SECRET,
      older,
    ]);
    expect(variablesNamed({ ...liveVariables, SESSION_SECRET: `${liveVariables.SESSION_SECRET},short` })).toEqual(["SESSION_SECRET"]);
  });

  it("says how many proxies stand in front of a live site, also that there is none; elsewhere there is none", () => {
    expect(variablesNamed({ ...liveVariables, TRUSTED_PROXIES: undefined })).toEqual(["TRUSTED_PROXIES"]);
    expect(read({ ...liveVariables, TRUSTED_PROXIES: "0" }).trustedProxies).toBe(0);
    expect(read({ SITE_MODE: "try" }).trustedProxies).toBe(0);
  });

  it("counts an empty setting as not set", () => {
    expect(read({ ...liveVariables, PORT: "", DATABASE_URL: "  " })).toMatchObject({ port: 3000, databaseUrl: null });
    expect(variablesNamed({ ...liveVariables, SITE_URL: " " })).toEqual(["SITE_URL"]);
  });
});

describe("mistakes", () => {
  it("are all named at once on an empty live site, each with what to write", () => {
    expect(variablesNamed({})).toEqual([
      "SITE_URL",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
      "RESEND_API_KEY",
      "RESEND_WEBHOOK_SECRET",
      "MAIL_FROM",
      "STAFF_EMAIL",
      "SESSION_SECRET",
      "LASTING_SECRET",
      "CHARITY_FILE",
      "TRUSTED_PROXIES",
    ]);
    for (const line of errorsIn({})) expect(line).toMatch(/write /);
  });

  it.each([
    ["SITE_MODE", "production"],
    ["PORT", "70000"],
    ["PORT", "three"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["SITE_URL", "www.lamp.org"],
    ["SITE_URL", "ftp://lamp.org"],
    ["DATABASE_URL", "mysql://localhost/roomlight"],
    ["STRIPE_SECRET_KEY", "pk_live_abcdefghijkl"],
    ["STRIPE_WEBHOOK_SECRET", "secret"],
    ["STRIPE_API_URL", "127.0.0.1:4010"],
    ["RESEND_API_KEY", "key"],
    ["MAIL_FROM", "hello@lamp.org"],
    ["MAIL_FROM", "Lamp <hello@lamp.org>\nBcc: <x@y.org>"],
    ["STAFF_EMAIL", "finance"],
    ["SESSION_SECRET", "short"],
    ["LASTING_SECRET", "short"],
    ["TRUSTED_PROXIES", "9"],
    ["TRUSTED_PROXIES", "yes"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%j is refused with what to write instead", (name, value) => {
    const lines = errorsIn({ ...liveVariables, [name]: value });
    expect(lines.filter((line) => line.startsWith(`${name}: `))).toHaveLength(1);
    expect(lines[0]).toMatch(/write|number|expected/i);
  });

  it("of shape and of sense are named together", () => {
    const both = variablesNamed({
      ...liveVariables,
      PORT: "many",
      LOG_LEVEL: "loud",
      SITE_URL: "http://www.lamp.org",
      STRIPE_SECRET_KEY: "sk_test_abcdefghijkl",
    });
    expect(new Set(both)).toEqual(new Set(["LOG_LEVEL", "PORT", "SITE_URL", "STRIPE_SECRET_KEY"]));
    expect(both).toHaveLength(4);
  });

  it("are said in one message, a line each", () => {
    expect(() => read({ ...liveVariables, PORT: "many", LOG_LEVEL: "loud" })).toThrow(
      /2 mistakes:\n {2}- PORT: .*\n {2}- LOG_LEVEL: .*\n\.env\.example/,
    );
    expect(() => read({ ...liveVariables, PORT: "many" })).toThrow(/has a mistake:/);
  });

  it("never show a secret that was written", () => {
    const secret = "sk_live_ab-cd-Secret-Words";
    expect(errorsIn({ ...liveVariables, STRIPE_SECRET_KEY: secret, SESSION_SECRET: "Secret-Words" }).join("\n")).not.toContain(
      "Secret-Words",
    );
  });
});

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

describe("the charity's file", () => {
  it("that can't be read, or is no JSON, is named with what to write", () => {
    const noFile = () =>
      parseConfig(liveVariables, () => {
        throw new Error("ENOENT");
      });
    expect(noFile).toThrow(/CHARITY_FILE: \/charity\.json can't be read \(ENOENT\): write the path/);
    expect(() => parseConfig(liveVariables, () => "{")).toThrow(/CHARITY_FILE: \/charity\.json can't be read/);
  });

  it("names every mistake by its path", () => {
    const wrong = {
      ...realCharity,
      email: "nobody",
      colours: { night: "blue", lamp: "#ffc847" },
      giving: {
        ...realCharity.giving,
        minPence: 99.5,
        amounts: [
          { pence: 1500, does: "One room for one night" },
          { pence: "3000", does: "no" },
        ],
      },
      fees: { ...realCharity.fees, checkedOn: "last week", card: { rate: 1.5, fixedPence: 20 } },
      motto: "Light",
    };
    const lines = errorsIn(liveVariables, wrong);
    const paths = lines.map((line) => line.split(": ")[1]);
    for (const path of [
      "email",
      "colours.night",
      "giving.minPence",
      "giving.amounts.1.pence",
      "giving.amounts.1.does",
      "fees.checkedOn",
      "fees.card.rate",
      "the file",
    ]) {
      expect(paths).toContain(path);
    }
    expect(lines.every((line) => line.startsWith("CHARITY_FILE: "))).toBe(true);
    expect(lines.join("\n")).toContain("motto");
  });
});
