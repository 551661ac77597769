import { describe, expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { sandboxValues } from "~/platform/config/sandbox-values";
import { liveVariables, read, errorsIn } from "tests/support/platform/configuration";
import { realTrialVariables, variablesNamed } from "tests/support/platform/trial-variables";

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

  it("says what a process does; one that does half of it is no demonstration, and its database is one that others reach", () => {
    const DATABASE_URL = "postgresql://roomlight:secret@db.lamp.org:5432/roomlight";
    expect(read(liveVariables).worker).toBe("also");
    for (const WORKER of ["only", "none"]) {
      expect(read({ ...liveVariables, DATABASE_URL, WORKER }).worker).toBe(WORKER);
      expect(variablesNamed({ ...liveVariables, WORKER })).toEqual(["WORKER"]);
      expect(variablesNamed({ SITE_MODE: "try", DATABASE_URL, WORKER })).toEqual(["WORKER"]);
    }
    expect(variablesNamed({ ...liveVariables, WORKER: "both" })).toEqual(["WORKER"]);
  });

  it("sends traces nowhere unless it says where", () => {
    expect(read(liveVariables).traces).toBeNull();
    expect(read({ ...liveVariables, OTEL_SERVICE_NAME: "lamp" }).traces).toBeNull();
    const on = { ...liveVariables, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/" };
    expect(read(on).traces).toEqual({ endpoint: "http://127.0.0.1:4318", serviceName: "roomlight" });
    expect(read({ ...on, OTEL_SERVICE_NAME: "lamp" }).traces?.serviceName).toBe("lamp");
    expect(errorsIn({ ...on, OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:4318" })).toEqual([
      "OTEL_EXPORTER_OTLP_ENDPOINT: write a full address, such as http://127.0.0.1:4318",
    ]);
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
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://collector.lamp.org"],
    ["OTEL_SERVICE_NAME", "the site"],
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
