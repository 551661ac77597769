import { createServer, type Server } from "node:http";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { healthPool } from "../database/db.server";
import { measure } from "./traces.server";

/**
 * What a process counts of itself, for Prometheus. Labels are kinds of things, never a thing: no path, id or address of anybody is in them,
 * and there are only so many of each.
 */
const registry = new Registry();
const registers = [registry];
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

const requests = new Histogram({
  name: "roomlight_request_seconds",
  help: "How long requests took, by the part of the site, method and kind of status",
  labelNames: ["area", "method", "status"],
  buckets,
  registers,
});
const jobs = new Histogram({
  name: "roomlight_job_seconds",
  help: "How long jobs took; failed: tried again, given-up: waits for a person",
  labelNames: ["task", "outcome"],
  buckets,
  registers,
});
const stripeRequests = new Histogram({
  name: "roomlight_stripe_request_seconds",
  help: "How long Stripe took to answer",
  labelNames: ["method", "endpoint", "status"],
  buckets,
  registers,
});
const resendRequests = new Histogram({
  name: "roomlight_resend_request_seconds",
  help: "How long Resend took to answer; outcome: answered, or the name of its error",
  labelNames: ["outcome"],
  buckets,
  registers,
});
registry.registerMetric(
  new Gauge({
    name: "roomlight_jobs_waiting",
    help: "Jobs by state: due and not begun, or given up. The same on every process of a site",
    labelNames: ["state"],
    registers: [],
    async collect() {
      this.reset();
      const [counts] = await countJobs();
      if (!counts) return;
      this.set({ state: "due" }, counts.due);
      this.set({ state: "given-up" }, counts.givenUp);
    },
  }),
);

/** None where the database is away: what the process knows of itself is told all the same. */
async function countJobs(): Promise<{ due: number; givenUp: number }[]> {
  try {
    const { rows } = await healthPool.query<{ due: number; givenUp: number }>(
      `SELECT (count(*) FILTER (WHERE attempts < max_attempts AND run_at <= now()))::int AS due,
         (count(*) FILTER (WHERE attempts >= max_attempts))::int AS "givenUp"
       FROM graphile_worker.jobs WHERE locked_at IS NULL`,
    );
    return rows;
  } catch {
    return [];
  }
}

export type JobOutcome = "done" | "failed" | "superseded" | "given-up";
export const observeJob = (task: string, outcome: JobOutcome, seconds: number): void => jobs.observe({ task, outcome }, seconds);

export const observeResend = (outcome: string, seconds: number): void => resendRequests.observe({ outcome }, seconds);

/** @param endpoint the path's pattern; @param status "none": no answer came */
export const observeStripe = (method: string, endpoint: string, status: number | "none", seconds: number): void =>
  stripeRequests.observe({ method, endpoint, status }, seconds);

const methods = new Set(["GET", "HEAD", "POST"]);

/**
 * Counts and traces every request of a server that has its listeners.
 * @param areas the parts of the site that are told apart: first parts of paths
 * @param routeOf for traces: the pattern that a path belongs to
 */
export function observeRequests(server: Server, areas: ReadonlySet<string>, routeOf: (path: string) => string = () => "/*"): void {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const { method = "", url = "" } = request;
    const route = routeOf(url.split("?")[0] ?? "");
    const knownMethod = methods.has(method) ? method : "other";
    const facts = { "http.request.method": knownMethod, "http.route": route };
    measure({ kind: "server", name: `${knownMethod} ${route}`, facts }, (end) => {
      response.once("close", () => {
        const first = /^\/([^/?]*)/.exec(url)?.[1] ?? "";
        const { statusCode, writableFinished: isWhole } = response;
        const seconds = end(isWhole ? { facts: { "http.response.status_code": statusCode }, failed: statusCode >= 500 } : { failed: true });
        const labels = {
          area: first === "" ? "home" : areas.has(first) ? first : "other",
          method: knownMethod,
          status: isWhole ? `${Math.floor(statusCode / 100)}xx` : "broken-off",
        };
        requests.observe(labels, seconds);
      });
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
    });
  });
}

let hasDefaults = false;

/** Opens what Prometheus reads, on a port of its own: it is not for the public. */
export async function startMetrics({ host, port }: { host: string; port: number }): Promise<{ port: number; stop(): Promise<void> }> {
  if (!hasDefaults) collectDefaultMetrics({ register: registry });
  hasDefaults = true;
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    void registry.metrics().then((text) => response.writeHead(200, { "content-type": registry.contentType }).end(text));
  });
  await new Promise<void>((opened, failed) => server.once("error", failed).listen(port, host, opened));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
