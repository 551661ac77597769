import { createServer } from "node:http";
import { schedules, tasks } from "~/jobs.server";
import { refuseRealGifts } from "~/rehearsal.server";
import { config } from "~/platform/config/config.server";
import { openDatabase } from "~/platform/database/db.server";
import { checkReadiness } from "~/platform/database/readiness.server";
import { startWorker } from "~/platform/jobs/start-worker.server";
import { limitHeapGrowth } from "~/platform/heap.server";
import { log } from "~/platform/log.server";
import { startMetrics } from "~/platform/telemetry/metrics.server";
import { startTraces } from "~/platform/telemetry/traces.server";

/**
 * A process that does jobs alone (`WORKER=only`): none of the screens is loaded. Its port answers /healthz and /readyz, for whoever looks
 * after processes, and nothing else.
 */
export async function startWorkerProcess(): Promise<{ url: string; sandbox: null; stop(): Promise<void> }> {
  const database = await openDatabase(config);
  if (config.isRehearsal) await refuseRealGifts(database);
  const traces = config.traces && (await startTraces(config.traces));
  const worker = startWorker({ url: database.url, tasks, schedules, log });
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type: string) =>
      void response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    if (request.url === "/healthz") return answer(200, "alive", "text/plain");
    if (request.url !== "/readyz") return answer(404, "This process does jobs, and has no pages", "text/plain");
    void checkReadiness(null).then((checks) =>
      answer(Object.values(checks).every(Boolean) ? 200 : 503, JSON.stringify(checks), "application/json"),
    );
  });
  try {
    await new Promise<void>((opened, failed) => server.once("error", failed).listen(config.port, config.host, opened));
  } catch (error) {
    await worker.stop();
    await database.stop();
    throw error;
  }
  const metrics = config.metrics && (await startMetrics(config.metrics));
  limitHeapGrowth();
  log.info({ port: config.port }, "a process that does jobs alone has begun");
  let stopping: Promise<void> | null = null;
  return {
    url: `http://127.0.0.1:${config.port}`,
    sandbox: null,
    stop: () =>
      (stopping ??= (async () => {
        server.close();
        server.closeAllConnections();
        await metrics?.stop();
        await worker.stop();
        await traces?.stop();
        await database.stop();
      })()),
  };
}
