import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Resend } from "resend";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readEnvFile, renderEnvFile } from "~/platform/setup/env-file.server";
import type { ResendSandbox } from "~/sandbox/resend/start-resend-sandbox";
import { resendEventTypes } from "~/webhooks/resend-events";
import { stripeEventTypes } from "~/webhooks/stripe-events";
import { databaseUrl, emptyDatabase, useDatabase } from "tests/support/database";
import { realCharity } from "tests/support/platform/configuration";
import { startHarness, type SandboxHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import { closing, start } from "tests/support/sandbox/resend-sandbox";

useDatabase();

let folder: string;
let envFile: string;
let stripe: SandboxHarness;
let resend: { sandbox: ResendSandbox; resend: Resend };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "roomlight-setup-"));
  envFile = join(folder, ".env");
  stripe = await startHarness({ webhook: null });
  resend = await start({ domains: ["lamp.org"] });
  writeFileSync(join(folder, "charity.json"), JSON.stringify(realCharity));
});
afterEach(async () => {
  expect(stripe.control.violations()).toEqual([]);
  await stripe.close();
  await Promise.all(closing.splice(0).map((close) => close()));
  rmSync(folder, { recursive: true, force: true });
});

const answers = () => ({
  SITE_URL: "https://www.lamp.org",
  TRUSTED_PROXIES: "1",
  REHEARSAL: "true",
  CHARITY_FILE: join(folder, "charity.json"),
  DATABASE_URL: databaseUrl,
  STRIPE_SECRET_KEY: "sk_live_rehearsal_1",
  STRIPE_API_URL: stripe.sandbox.url,
  RESEND_API_KEY: "re_rehearsal_1",
  RESEND_BASE_URL: resend.sandbox.url,
  MAIL_FROM: "The Lamp Trust <hello@lamp.org>",
  STAFF_EMAIL: "finance@lamp.org",
  BACKUP_RECIPIENT: `age1${"q".repeat(58)}`,
});

/** Runs a command as npm does, without a terminal. */
async function run(name: string, args: string[], variables: Record<string, string> = {}): Promise<{ code: number; printed: string }> {
  const command = ["--import", "tsx", `app/commands/settings/${name}.ts`, "--file", envFile, ...args];
  const env = { PATH: process.env.PATH, ...variables } as unknown as NodeJS.ProcessEnv;
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env });
    return { code: 0, printed: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, printed: stdout + stderr };
  }
}
const setUp = (args: string[] = [], changed: Record<string, string> = {}) => {
  writeFileSync(join(folder, "answers"), renderEnvFile("Answers", { ...answers(), ...changed }));
  return run("setup", ["--answers", join(folder, "answers"), ...args]);
};
const wrongs = ({ printed }: { printed: string }) => printed.match(/^WRONG {2}.*$/gm) ?? [];

it("setup registers both webhooks with exactly the events needed, writes settings that are whole, and doctor finds nothing wrong", async () => {
  const done = await setUp(["--webhooks"]);
  expect(wrongs(done)).toEqual([]);
  expect(done).toMatchObject({ code: 0, printed: expect.stringContaining("Nothing is left to do") });
  expect(statSync(envFile).mode & 0o777).toBe(0o600);
  const written = readEnvFile(envFile);
  expect(written).toMatchObject({ ...answers(), SITE_MODE: "live", STRIPE_WEBHOOK_SECRET: expect.stringMatching(/^whsec_\w+$/) });
  expect(written["SESSION_SECRET"]).not.toBe(written["LASTING_SECRET"]);
  expect(done.printed).not.toContain(written["LASTING_SECRET"]);

  const endpoints = (await stripe.stripe.webhookEndpoints.list()).data;
  expect(endpoints.map(({ url }) => url)).toEqual(["https://www.lamp.org/webhooks/stripe"]);
  expect(endpoints[0]?.enabled_events.toSorted()).toEqual([...stripeEventTypes].toSorted());
  const atResend = (await resend.resend.webhooks.list()).data?.data ?? [];
  expect(atResend).toMatchObject([{ endpoint: "https://www.lamp.org/webhooks/resend", events: [...resendEventTypes] }]);
  expect((await resend.resend.webhooks.get(atResend[0]?.id ?? "")).data?.signing_secret).toBe(written["RESEND_WEBHOOK_SECRET"]);

  const looked = await run("doctor", []);
  expect(looked).toMatchObject({ code: 0, printed: expect.stringContaining("Nothing is wrong.") });
  expect(looked.printed.match(/^ok {5}/gm)?.length).toBeGreaterThan(8);
});

it("setup never writes over settings unasked, and makes nothing elsewhere then; asked, it keeps the lasting secret, and makes no second webhook", async () => {
  writeFileSync(envFile, "LASTING_SECRET=lasting-secret-of-a-site-that-is-there-already\nOTHER=kept\n");
  const refused = await setUp(["--webhooks"]);
  expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining("is there already: add --overwrite") });
  expect(readFileSync(envFile, "utf8")).toContain("OTHER=kept");
  expect((await stripe.stripe.webhookEndpoints.list()).data).toEqual([]);

  for (let times = 0; times < 2; times++) expect((await setUp(["--webhooks", "--overwrite"])).code).toBe(0);
  expect(readEnvFile(envFile)).toMatchObject({
    LASTING_SECRET: "lasting-secret-of-a-site-that-is-there-already",
    OTHER: "kept",
    STRIPE_WEBHOOK_SECRET: expect.stringMatching(/^whsec_/),
  });
  expect((await stripe.stripe.webhookEndpoints.list()).data).toHaveLength(1);
  expect((await resend.resend.webhooks.list()).data?.data).toHaveLength(1);
});

it("doctor names each thing that is wrong in one line with how to mend it, and ends with 1", async () => {
  const { url, drop } = await emptyDatabase();
  await setUp(["--webhooks"], { DATABASE_URL: url });
  chmodSync(envFile, 0o644);
  const [endpoint] = (await stripe.stripe.webhookEndpoints.list()).data;
  await stripe.stripe.webhookEndpoints.update(endpoint?.id ?? "", { enabled_events: ["charge.succeeded", "invoice.created"] });
  const made = (await resend.resend.domains.create({ name: "other.org", openTracking: true })).data;
  await resend.resend.domains.verify(made?.id ?? "");
  const looked = await run("doctor", [], { MAIL_FROM: "The Lamp Trust <hello@other.org>", STAFF_EMAIL: "nobody", BACKUP_RECIPIENT: "" });
  expect(looked.code).toBe(1);
  expect(wrongs(looked)).toEqual([
    expect.stringMatching(/STAFF_EMAIL: .*finance@example.org/),
    expect.stringMatching(/others on this machine may read .*chmod 600/),
    expect.stringMatching(/Stripe webhook: it lacks checkout\.session\.completed.* more\. Add them/),
    expect.stringMatching(/Sender's domain: other\.org tracks its readers.*Switch tracking off/),
    expect.stringMatching(/Database: it lacks \d+ migrations\. Run `npm run migrate`/),
  ]);
  await drop();
});

it("what the services refuse is told apart: a key that is none, a domain that is not verified, Direct Debit that is off, no answer, too many events", async () => {
  await setUp(["--webhooks"]);
  const [endpoint] = (await stripe.stripe.webhookEndpoints.list()).data;
  const pending = await startHarness({ webhook: null, directDebit: "pending" });
  await pending.stripe.webhookEndpoints.create({ url: endpoint?.url ?? "", enabled_events: ["*"] });
  await resend.resend.domains.create({ name: "other.org" });
  const first = await run("doctor", [], { STRIPE_API_URL: pending.sandbox.url, MAIL_FROM: "The Lamp Trust <hello@other.org>" });
  await pending.close();
  expect(wrongs(first)).toEqual([
    expect.stringMatching(/Direct Debit: Stripe is still looking into it/),
    expect.stringMatching(/Stripe webhook: it sends every event too/),
    expect.stringMatching(/other\.org is not verified \(not_started\)/),
  ]);
  const keys = {
    STRIPE_SECRET_KEY: "sk_live_notarehearsal",
    RESEND_API_KEY: "re_unknown_key",
    DATABASE_URL: "postgresql://x@127.0.0.1:1/x",
  };
  const second = await run("doctor", [], { ...keys, REHEARSAL: "" });
  for (const line of [
    /Stripe key: Stripe does not know it/,
    /Resend key: Resend does not know it/,
    /Database: it does not answer \(ECONNREFUSED\)/,
  ])
    expect(second.printed).toMatch(line);
  const third = await run("doctor", [], { STRIPE_API_URL: "http://127.0.0.1:1", RESEND_BASE_URL: "http://127.0.0.1:1" });
  expect(wrongs(third)).toEqual([
    expect.stringMatching(/Stripe: it could not be asked/),
    expect.stringMatching(/Resend: it could not be asked/),
  ]);
  expect(existsSync(envFile)).toBe(true);
});
