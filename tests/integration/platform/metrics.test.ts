import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import type { JobHelpers } from "graphile-worker";
import { afterEach, beforeEach, expect, it } from "vitest";
import { config } from "~/platform/config/config.server";
import { connectDatabase, disconnectDatabase, pool } from "~/platform/database/db.server";
import { runJob } from "~/platform/jobs/run-job.server";
import { observeRequests, startMetrics } from "~/platform/telemetry/metrics.server";
import { stripe } from "~/platform/payments/stripe.server";
import { resendClient } from "~/platform/mail/resend/client.server";
import { callResend } from "~/platform/mail/resend/request.server";
import { databaseUrl, useDatabase } from "tests/support/database";
import { closing, start } from "tests/support/sandbox/resend-sandbox";
import { startHarness } from "tests/support/sandbox/stripe-sandbox-harness";

useDatabase();

let metrics: Awaited<ReturnType<typeof startMetrics>>;
beforeEach(async () => {
  metrics = await startMetrics({ host: "127.0.0.1", port: 0 });
});
afterEach(() => metrics.stop());

const scrape = async (path = "/metrics") => await fetch(`http://127.0.0.1:${metrics.port}${path}`);
/** How often something was counted. */
async function count(name: string, labels: Record<string, string>): Promise<number> {
  const lines = (await (await scrape()).text()).split("\n").filter((line) => line.startsWith(`roomlight_${name}`));
  const line = lines.find((each) => Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)));
  return Number(line?.split(" ").at(-1) ?? 0);
}

it("requests are counted by part of the site, and nothing that a visitor typed is in a label", async () => {
  const site = createServer((request, response) => {
    if (request.url === "/help/hang") return void response.destroy();
    response.writeHead(request.url === "/donate?x" ? 503 : 200).end();
  }).listen(0, "127.0.0.1");
  await new Promise((opened) => site.once("listening", opened));
  observeRequests(site, new Set(["donate", "help"]));
  const ask = (path: string) =>
    new Promise<void>((done) => {
      const { port } = site.address() as AddressInfo;
      get({ port, path, agent: false }, (response) => response.resume().on("end", done)).on("error", () => done());
    });
  const by = (area: string, status: string) => count("request_seconds_count", { area, status, method: "GET" });
  const read = () => Promise.all([by("home", "2xx"), by("donate", "5xx"), by("other", "2xx"), by("help", "broken-off")]);
  // Other tests in this process may have counted, too.
  const before = await read();
  for (const path of ["/", "/donate?x", "/ada@example.org", "/help/hang"]) await ask(path);
  expect(await read()).toEqual(before.map((each) => each + 1));
  expect(await (await scrape()).text()).not.toContain("ada@");
  expect((await scrape("/")).status).toBe(404);
  site.close();
});

it("jobs are counted by how they ended, and so are those that wait", async () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const run = (name: string, attempts: number, fails: boolean) => {
    const helpers = { job: { id: "1", key: null, attempts, max_attempts: 2 } } as unknown as JobHelpers;
    const task = () => (fails ? Promise.reject(new Error("no")) : Promise.resolve());
    return Promise.resolve(runJob(name, task, log)({}, helpers)).catch(() => {});
  };
  await run("count-me", 1, false);
  await run("count-me", 1, true);
  await run("count-me", 2, true);
  const counted = ["done", "failed", "given-up"].map((outcome) => count("job_seconds_count", { task: "count-me", outcome }));
  expect(await Promise.all(counted)).toEqual([1, 1, 1]);

  await pool.query("SELECT graphile_worker.add_job('purge'), graphile_worker.add_job('purge', run_at := now() + interval '1 hour')");
  expect(await count("jobs_waiting", { state: "due" })).toBe(1);
  await disconnectDatabase();
  const away = await (await scrape()).text();
  expect(away).toContain("process_resident_memory_bytes");
  expect(away).not.toContain('state="due"');
  connectDatabase(databaseUrl);
});

it("what Stripe is asked is counted by endpoint, without ids", async () => {
  const asked = () => count("stripe_request_seconds_count", { method: "GET", endpoint: "/v1/customers/:id", status: "200" });
  const askedBefore = await asked();
  const harness = await startHarness({ webhook: null });
  const before = config.stripe.apiUrl;
  config.stripe.apiUrl = harness.sandbox.url;
  const { id } = await stripe().customers.create({ name: "Ada" });
  await stripe().customers.retrieve(id);
  config.stripe.apiUrl = before;
  await harness.close();
  expect((await asked()) - askedBefore).toBe(1);
  expect(await (await scrape()).text()).not.toContain(id);
});

it("what Stripe does not answer is counted too, each time that it is tried again", async () => {
  const unanswered = () => count("stripe_request_seconds_count", { method: "GET", endpoint: "/v1/customers/:id", status: "none" });
  const before = await unanswered();
  config.stripe.apiUrl = "http://127.0.0.1:9";
  await expect(stripe().customers.retrieve("cus_1", {}, { maxNetworkRetries: 1 })).rejects.toThrow("connection to Stripe");
  expect((await unanswered()) - before).toBe(2);
});

it("what Resend is asked is counted by what came of it", async () => {
  const asked = (outcome: string) => count("resend_request_seconds_count", { outcome });
  const [answeredBefore, notFoundBefore] = [await asked("answered"), await asked("not_found")];
  const { sandbox } = await start();
  const before = config.resend.baseUrl;
  config.resend.baseUrl = sandbox.url;
  await callResend((client) => client.topics.list());
  await resendClient().emails.send({ from: "hello@example.org", to: "nobody@example.org", subject: "Thank you", text: "Thank you" });
  await callResend((client) => client.contacts.get({ email: "nobody@example.org" })).catch(() => {});
  config.resend.baseUrl = before;
  await Promise.all(closing.splice(0).map((close) => close()));
  expect((await asked("answered")) - answeredBefore).toBe(2);
  expect((await asked("not_found")) - notFoundBefore).toBe(1);
  expect(await (await scrape()).text()).not.toContain("nobody@");
});
