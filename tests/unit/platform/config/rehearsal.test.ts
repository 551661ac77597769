import { expect, it } from "vitest";
import { demonstrationCharity } from "~/platform/config/charity";
import { sandboxValues } from "~/platform/config/sandbox-values";
import { errorsIn, liveVariables, read, rehearsalVariables } from "tests/support/platform/configuration";

it("a rehearsal is a live site that speaks to this machine alone, and may be at its address", () => {
  const { mode, isRehearsal, sandbox, stripe, resend, hmrc } = read(rehearsalVariables);
  expect({ mode, isRehearsal, sandbox }).toEqual({ mode: "live", isRehearsal: true, sandbox: null });
  expect([stripe.apiUrl, resend.baseUrl, hmrc?.baseUrl]).toEqual([
    "http://127.0.0.1:4010",
    "http://localhost:4020",
    "http://127.0.0.1:4030",
  ]);
  expect(read({ ...rehearsalVariables, SITE_URL: "http://localhost:3000" }).baseUrl).toBe("http://localhost:3000");
  expect(read(liveVariables).isRehearsal).toBe(false);
});

it.each([
  ["a real live key", { STRIPE_SECRET_KEY: "sk_live_abcdefghijkl" }, /^STRIPE_SECRET_KEY: .*never takes a real key/],
  ["a real restricted key", { STRIPE_SECRET_KEY: "rk_live_rehearsals1" }, /^STRIPE_SECRET_KEY: .*never takes a real key/],
  ["a real key of Resend", { RESEND_API_KEY: "re_abcdefgh" }, /^RESEND_API_KEY: .*never takes a real key/],
  ["the real Stripe", { STRIPE_API_URL: "" }, /^STRIPE_API_URL: .*nothing else/],
  ["Stripe at another machine", { STRIPE_API_URL: "https://api.stripe.com" }, /^STRIPE_API_URL: .*nothing else/],
  ["a name that only begins like this machine’s", { STRIPE_API_URL: "http://127.0.0.1.lamp.org:4010" }, /^STRIPE_API_URL: /],
  ["a name with this machine’s in front", { STRIPE_API_URL: "http://127.0.0.1:4010@lamp.org" }, /^STRIPE_API_URL: /],
  ["the real Resend", { RESEND_BASE_URL: "" }, /^RESEND_BASE_URL: .*nothing else/],
  ["Resend at another machine", { RESEND_BASE_URL: "https://api.resend.com" }, /^RESEND_BASE_URL: .*nothing else/],
  ["the real HMRC", { HMRC_BASE_URL: "" }, /^HMRC_BASE_URL: .*nothing else/],
  ["HMRC at another machine", { HMRC_BASE_URL: "https://hmrc.lamp.org" }, /^HMRC_BASE_URL: .*nothing else/],
  ["another mode", { SITE_MODE: "try", STRIPE_SECRET_KEY: "", RESEND_API_KEY: "" }, /^REHEARSAL: .*live site/],
  ["anything but true", { REHEARSAL: "yes", STRIPE_SECRET_KEY: "sk_live_abcdefghijkl" }, /^REHEARSAL: write true/],
])("a rehearsal refuses %s", (_what, given, why) => {
  expect(errorsIn({ ...rehearsalVariables, ...given })).toContainEqual(expect.stringMatching(why));
});

it("a rehearsal keeps to all else that a live site keeps to", () => {
  const named = errorsIn({
    ...rehearsalVariables,
    SITE_URL: "http://www.lamp.org",
    SESSION_SECRET: sandboxValues.sessionSecret,
    STRIPE_WEBHOOK_SECRET: sandboxValues.stripeWebhookSecret,
    TRUSTED_PROXIES: undefined,
  }).map((line) => line.split(":")[0]);
  expect(new Set(named)).toEqual(new Set(["SITE_URL", "SESSION_SECRET", "STRIPE_WEBHOOK_SECRET", "TRUSTED_PROXIES"]));
  expect(errorsIn(rehearsalVariables, demonstrationCharity)).toEqual([expect.stringMatching(/^CHARITY_FILE: .*demonstration/)]);
});

it.each([
  ["STRIPE_SECRET_KEY", "sk_live_rehearsal_1"],
  ["RESEND_API_KEY", "re_rehearsal_1"],
])("a live site refuses what is made up for a rehearsal: %s", (name, value) => {
  expect(errorsIn({ ...liveVariables, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: .*rehearsal`))]);
});
