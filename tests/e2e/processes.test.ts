import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startCollector } from "tests/support/platform/collector";
import { startBalancer } from "tests/support/site/balancer";
import { useBrowser } from "tests/support/site/browser";
import { freePorts } from "tests/support/site/built-site";
import { giveByCard } from "tests/support/site/give";
import { startRehearsalWorld } from "tests/support/site/rehearsal-site";
import { waitUntil } from "tests/support/wait-until";

const browser = useBrowser();
const [frontPort = 0, ...webPorts] = await freePorts(3);
const [firstWorkerPort, secondWorkerPort] = await freePorts(2);
const siteUrl = `http://localhost:${frontPort}`;
let world: Awaited<ReturnType<typeof startRehearsalWorld>>;
let front: Server;
let database: pg.Client;
beforeAll(async () => {
  world = await startRehearsalWorld(siteUrl);
  front = await startBalancer(frontPort, webPorts);
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await world.stop();
  front.closeAllConnections();
  front.close();
});

const givers = ["one@lamp.org", "two@lamp.org"];
async function countReceipts(to: string): Promise<number> {
  const list = await (await fetch(`${world.outboxUrl}/?to=${encodeURIComponent(to)}`)).text();
  return list.match(/href="\/outbox\/[\w-]+"\s*><strong>[^<]*£30/g)?.length ?? 0;
}
const countJobs = async () =>
  Number((await database.query("SELECT count(*) FROM graphile_worker.jobs WHERE run_at <= now()")).rows[0].count);
const waitForReceipt = (to: string) =>
  waitUntil(
    async () => (await countReceipts(to)) > 0,
    () => world.printed.join("") || `no receipt to ${to}`,
    200,
  );

/** Ends a process as its supervisor would, and waits for it. */
async function end(process: ChildProcess): Promise<void> {
  const ended = once(process, "exit");
  process.kill("SIGTERM");
  await ended;
}

it("two web processes and a worker are one site; the worker killed amid its work, another takes over, and nothing is lost or doubled", async () => {
  const collector = await startCollector();
  const tracedAs = (OTEL_SERVICE_NAME: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_SERVICE_NAME });
  const worker = await world.startProcess({ WORKER: "only", PORT: String(firstWorkerPort) });
  const processes: ChildProcess[] = [];
  for (const port of webPorts) processes.push(await world.startProcess({ WORKER: "none", PORT: String(port), ...tracedAs("web") }));
  expect((await fetch(`http://127.0.0.1:${firstWorkerPort}/donate`)).status).toBe(404);

  const page = await browser.open();
  const [first = "", ...others] = givers;
  await giveByCard(page, siteUrl, first);
  const { pathname, search } = new URL(page.url());
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const port of webPorts) {
    const seen = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, { headers: { cookie: cookies } });
    expect({ status: seen.status, hasSum: (await seen.text()).includes("£30") }).toEqual({ status: 200, hasSum: true });
  }
  await waitForReceipt(first);

  // Nobody else does jobs: what is given while the worker is frozen waits for the next one.
  worker.kill("SIGSTOP");
  for (const giver of others) await giveByCard(await browser.open(), siteUrl, giver);
  expect(await countJobs()).toBeGreaterThan(0);
  expect(await Promise.all(others.map(countReceipts))).toEqual([0]);
  const killed = once(worker, "exit");
  worker.kill("SIGKILL");
  await killed;
  processes.push(await world.startProcess({ WORKER: "only", PORT: String(secondWorkerPort), ...tracedAs("worker") }));

  for (const giver of others) await waitForReceipt(giver);
  await waitUntil(
    async () => (await countJobs()) === 0,
    async () => `${await countJobs()} jobs are left: ${world.printed.join("")}`,
  );
  expect(await Promise.all(givers.map(countReceipts))).toEqual([1, 1]);
  const { rows } = await database.query("SELECT status, gift_pence AS pence, count(*)::int FROM donation GROUP BY 1, 2");
  expect(rows).toEqual([{ status: "paid", pence: 3000, count: 2 }]);

  // What the collector did not have yet comes at their end.
  await Promise.all(processes.map(end));
  const calls = collector.trees().flatMap(({ name, under }) => under.map((call) => `${name} > ${call.name}`));
  expect(calls).toEqual(
    expect.arrayContaining(["POST /donate > Stripe POST /v1/checkout/sessions", "job send-email > Resend POST /emails"]),
  );
  expect(new Set(collector.resources().map((resource) => resource["service.name"]))).toEqual(new Set(["web", "worker"]));
  for (const name of givers) expect(collector.state.bodies.join("")).not.toContain(name);
});
