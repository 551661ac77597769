import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { JobHelpers } from "graphile-worker";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { config } from "~/platform/config/config.server";
import { createHttpApp } from "~/platform/http/http-app.server";
import { routePatterns } from "~/platform/http/route-patterns.server";
import { securityHeaders } from "~/platform/http/security-headers.server";
import { runJob } from "~/platform/jobs/run-job.server";
import { log } from "~/platform/log.server";
import { callResendOrNull } from "~/platform/mail/resend/request.server";
import { stripe } from "~/platform/payments/stripe.server";
import { observeRequests } from "~/platform/telemetry/metrics.server";
import { measure, startTraces } from "~/platform/telemetry/traces.server";
import { runInChild } from "tests/support/child-process";
import { startCollector } from "tests/support/platform/collector";
import { closing, start as startResend } from "tests/support/sandbox/resend-sandbox";
import { startHarness } from "tests/support/sandbox/stripe-sandbox-harness";
import { isDoneWithin, waitUntil } from "tests/support/wait-until";

/** Parts of a site that ends with its test. */
let ends: (() => unknown)[] = [];
beforeEach(() => void (ends = []));
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  vi.restoreAllMocks();
});

async function begin(endpoint: string) {
  const traces = await startTraces({ endpoint, serviceName: "the-lamp" });
  ends.push(() => traces.stop());
  return traces;
}

/** The front door with a screen of the test's making. @returns what asks it */
async function openSite(renderScreen: () => Promise<Response>) {
  const { server, close }: { server: Server; close: () => Promise<void> } = createHttpApp({
    config: { baseUrl: "https://www.example.org", mode: "live", trustedProxies: 0 },
    headers: securityHeaders({ styleHashes: [], scriptHashes: [], formActions: [], https: true }),
    headersFor: () => "site",
    canonicalPath: (path) => path,
    bodyLimits: [],
    urgentNumbers: [],
    renderScreen,
    staticDir: null,
    devMiddleware: null,
    cachePages: false,
    webhooks: {},
    readinessChecks: async () => ({}),
    isAcceptingForms: async () => true,
    acceptsPostsWithoutOrigin: () => false,
  });
  observeRequests(server, new Set(), routePatterns(["plan/:token", "healthz"]));
  await once(server.listen(0, "127.0.0.1"), "listening");
  ends.push(close);
  const { port } = server.address() as AddressInfo;
  return async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: "close", traceparent: visitorsTrace } });
    await answer.text();
    return answer.status;
  };
}

const visitorsTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const run = (name: string, task: () => Promise<unknown>, attempts: number) => {
  const helpers = { job: { id: "1", key: null, attempts, max_attempts: 2 } } as unknown as JobHelpers;
  return Promise.resolve(runJob(name, async () => void (await task()), quiet)({}, helpers)).catch(() => {});
};

it("requests and jobs are trees of what they asked Stripe and Resend, and name nobody", async () => {
  const [collector, harness, { sandbox: resend }] = await Promise.all([startCollector(), startHarness({ webhook: null }), startResend()]);
  ends.push(
    () => harness.close(),
    () => Promise.all(closing.splice(0).map((close) => close())),
  );
  config.stripe.apiUrl = harness.sandbox.url;
  config.resend.baseUrl = resend.url;
  const { id } = await stripe().customers.create({ name: "Ada", email: "ada@example.org" });
  const traces = await begin(collector.endpoint);
  const ask = await openSite(async () => {
    await stripe().customers.retrieve(id);
    await callResendOrNull((client) => client.contacts.get({ email: "ada@example.org" }));
    return new Response("done", { status: 404 });
  });

  // At once: what one visitor's page asks for is not under the other's.
  await Promise.all([
    ask("/plan/Tk3nOfAda?email=ada@example.org"),
    ask("/plan/Tk3nOfBob"),
    ask("/healthz"),
    ask("/ada@example.org/Tk3nOfAda"),
  ]);
  await run("thank", async () => await stripe().customers.list({ email: "ada@example.org", limit: 1 }), 1);
  await run("thank", async () => await Promise.reject(new RangeError("ada@example.org")), 2);
  await traces.stop();

  const get = { "http.request.method": "GET" };
  const asked = [
    {
      name: "Stripe GET /v1/customers/:id",
      kind: 3,
      facts: { ...get, "url.template": "/v1/customers/:id", "http.response.status_code": 200 },
      failed: false,
      under: [],
    },
    {
      name: "Resend GET /contacts/:id",
      kind: 3,
      facts: { ...get, "url.template": "/contacts/:id", "http.response.status_code": 404 },
      failed: true,
      under: [],
    },
  ];
  const page = (route: string, status: number, under: object[]) => ({
    name: `GET ${route}`,
    kind: 2,
    facts: { ...get, "http.route": route, "http.response.status_code": status },
    failed: false,
    under,
  });
  const job = (attempt: number, result: object, failed: boolean, under: object[]) => ({
    name: "job thank",
    kind: 5,
    facts: { "job.name": "thank", "job.attempt": attempt, "job.max_attempts": 2, ...result },
    failed,
    under,
  });
  const list = { "url.template": "/v1/customers", "http.response.status_code": 200 };
  const trees = collector.trees();
  expect(trees).toHaveLength(6);
  expect(trees).toEqual(
    expect.arrayContaining([
      page("/plan/:token", 404, asked),
      page("/healthz", 200, []),
      page("/*", 404, asked),
      job(1, { "job.result": "done" }, false, [
        { name: "Stripe GET /v1/customers", kind: 3, facts: { ...get, ...list }, failed: false, under: [] },
      ]),
      job(2, { "job.result": "given-up", "error.type": "RangeError" }, true, []),
    ]),
  );
  expect(trees.filter(({ name }) => name === "GET /plan/:token")).toEqual([
    page("/plan/:token", 404, asked),
    page("/plan/:token", 404, asked),
  ]);

  const sent = collector.state.bodies.join("");
  for (const secret of [/@(?!opentelemetry)/, /Tk3n/, /\bada\b/i, /cus_/, /0af7651916cd43dd/, /"events":\[\{/, /"message"/])
    expect(sent).not.toMatch(secret);
  for (const resource of collector.resources())
    expect(resource).toEqual({
      "service.name": "the-lamp",
      "telemetry.sdk.language": "nodejs",
      "telemetry.sdk.name": "opentelemetry",
      "telemetry.sdk.version": expect.any(String) as string,
    });
});

it("a call that nobody answers is a span with the kind of its error, and each time that it is tried again is another", async () => {
  const collector = await startCollector();
  config.stripe.apiUrl = "http://127.0.0.1:9";
  const traces = await begin(collector.endpoint);
  await stripe()
    .customers.retrieve("cus_1", {}, { maxNetworkRetries: 1 })
    .catch(() => {});
  await callResendOrNull((client) => client.topics.list()).catch(() => {});
  await traces.stop();
  const stripeCall = {
    name: "Stripe GET /v1/customers/:id",
    kind: 3,
    facts: { "http.request.method": "GET", "url.template": "/v1/customers/:id", "error.type": "Error" },
    failed: true,
    under: [],
  };
  const facts = { "http.request.method": "GET", "url.template": "/topics" };
  expect(collector.trees()).toEqual([stripeCall, stripeCall, { name: "Resend GET /topics", kind: 3, facts, failed: true, under: [] }]);
});

it("a collector that is away or hangs holds up neither pages nor the end of the process", async () => {
  const hanging = await startCollector(null);
  for (const endpoint of ["http://127.0.0.1:9", hanging.endpoint]) {
    const traces = await startTraces({ endpoint, serviceName: "the-lamp" });
    const ask = await openSite(async () => new Response("here"));
    expect(await ask("/plan/token")).toBe(200);
    expect(await isDoneWithin(4000, traces.stop())).toBe(true);
    expect(await ask("/plan/token")).toBe(200);
  }
  expect(hanging.state.bodies).toHaveLength(1);
});

it("a collector that takes nothing is told of in one line, and in one that it does again", async () => {
  const [warned, told] = [vi.spyOn(log, "warn"), vi.spyOn(log, "info")];
  const isBack = () => told.mock.calls.filter((call) => String(call[1]).includes("collector"));
  const collector = await startCollector(400);
  await begin(collector.endpoint);
  // A batch is sent as soon as it is full.
  const fillBatch = () => {
    for (let span = 0; span < 512; span += 1) measure({ kind: "job", name: "job", facts: {} }, (end) => end({}));
  };
  const sendBatch = async (number: number) => {
    fillBatch();
    await waitUntil(
      () => collector.state.bodies.length === number,
      () => `${collector.state.bodies.length} batches`,
    );
  };
  for (const number of [1, 2, 3]) await sendBatch(number);
  collector.state.status = 200;
  for (const number of [4, 5]) await sendBatch(number);
  await waitUntil(
    () => isBack().length > 0,
    () => "no word of its coming back",
  );
  expect(warned.mock.calls).toEqual([[{ failure: "OTLPExporterError" }, "the collector takes no traces: they are dropped until it does"]]);
  expect(isBack()).toEqual([[{}, "the collector takes traces again"]]);
});

it("nothing of it is loaded where traces are off", async () => {
  const child = runInChild(`
    import { createRequire } from "node:module";
    import "./app/platform/jobs/run-job.server.ts";
    import "./app/platform/payments/stripe.server.ts";
    import "./app/platform/mail/resend/request.server.ts";
    import { measure, startTraces } from "./app/platform/telemetry/traces.server.ts";
    const { cache } = createRequire(process.cwd() + "/package.json");
    const count = () => Object.keys(cache).filter((file) => /@opentelemetry.(sdk|exporter|otlp|resources|core)/.test(file)).length;
    measure({ kind: "job", name: "job", facts: {} }, (end) => end({}));
    console.log("off", count());
    const traces = await startTraces({ endpoint: "http://127.0.0.1:9", serviceName: "the-lamp" });
    console.log("on", count() > 0);
    await traces.stop();
    process.exit();
  `);
  expect(await child.waitForLine(/^off/)).toBe("off 0");
  expect(await child.waitForLine(/^on/)).toBe("on true");
});
