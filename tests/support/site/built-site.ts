import { randomInt } from "node:crypto";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { patienceMs } from "../wait-until";

export type RunningSite = {
  url: string;
  stripeUrl: string;
  outboxUrl: string;
  hmrcUrl: string;
  dataDir: string;
  /** Asks the pretend Stripe for something: see its README.md. */
  stripeControl(path: string, body?: object): Promise<unknown>;
  process: ChildProcess;
  stop(): Promise<void>;
};

/** Starts the built site as a visitor finds it: its own process, database, sandboxes and ports. */
export async function startBuiltSite(settings: Record<string, string> = {}): Promise<RunningSite> {
  const [port, stripePort, mailPort, hmrcPort] = await freePorts(4);
  const dataDir = await mkdtemp(join(tmpdir(), "roomlight-journeys-"));
  const child = spawn(process.execPath, ["build/server/index.js"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      SITE_MODE: "try",
      LOG_LEVEL: "warn",
      PORT: String(port),
      SANDBOX_STRIPE_PORT: String(stripePort),
      SANDBOX_RESEND_PORT: String(mailPort),
      SANDBOX_HMRC_PORT: String(hmrcPort),
      DATA_DIR: dataDir,
      ...settings,
    },
  });
  const printed: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child, printed);
  const stripeUrl = `http://127.0.0.1:${stripePort}`;
  return {
    url,
    stripeUrl,
    outboxUrl: `http://127.0.0.1:${mailPort}`,
    hmrcUrl: `http://127.0.0.1:${hmrcPort}`,
    dataDir,
    process: child,
    async stripeControl(path, body) {
      const response = await fetch(
        `${stripeUrl}/_sandbox/${path}`,
        body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
      );
      if (!response.ok) throw new Error(`the pretend Stripe answered ${response.status}: ${await response.text()}`);
      return await response.json();
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function waitUntilReady(url: string, child: ChildProcess, printed: string[]): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) break;
    if ((await ask(`${url}/readyz`))?.ok) return;
  }
  child.kill("SIGKILL");
  throw new Error(`the site did not open:\n${printed.join("")}`);
}

/** null: nobody listens there yet, or hung up. */
export async function ask(url: string): Promise<Response | null> {
  try {
    return await fetch(url);
  } catch (error) {
    if (error instanceof TypeError && error.message === "fetch failed") return null;
    throw error;
  }
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenSomewhere));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** Below the ports that the system hands out to connections: one of those could be taken before the site opens. */
async function listenSomewhere(): Promise<Server> {
  for (;;) {
    const server = createServer().listen(randomInt(10_000, 30_000), "127.0.0.1");
    const isFree = await new Promise<boolean>((done) => server.once("listening", () => done(true)).once("error", () => done(false)));
    if (isFree) return server;
  }
}
