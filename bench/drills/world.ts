import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { rehearsalVariables } from "tests/support/platform/configuration";
import { startBalancer } from "tests/support/site/balancer";
import { ask, freePorts } from "tests/support/site/built-site";
import { startRehearsalWorld } from "tests/support/site/rehearsal-site";
import { waitUntil } from "tests/support/wait-until";
import { startGate, type Gate } from "./gate";

export type SiteProcess = {
  kind: "web" | "worker";
  port: number;
  child: ChildProcess;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, as whatever looks after processes does at once. Resolves once it says that it is ready. */
  restart(): Promise<void>;
  /** Asks it to end, as an update does, and takes it from those that get visitors. */
  retire(): Promise<void>;
};

export type DrillWorld = Awaited<ReturnType<typeof startDrillWorld>>;

type Needs = {
  webs?: number | undefined;
  workers?: number | undefined;
  parentFolder?: string | undefined;
  code?: string | undefined;
};

const steppingClock = new URL("./stepping-clock.js", import.meta.url).href;

/**
 * A live site as processes: web processes behind a proxy, workers, PostgreSQL, and the pretend Stripe and Resend in a process of their own.
 * The site reaches PostgreSQL and Resend through gates, so that they can be away without knowing of it.
 */
export async function startDrillWorld({ webs = 1, workers = 1, parentFolder, code }: Needs = {}) {
  const clockFolder = await mkdtemp(join(tmpdir(), "roomlight-clock-"));
  const setClockOf = (whose: "site" | "sandbox", milliseconds: number) => writeFileSync(join(clockFolder, whose), String(milliseconds));
  const clockOf = (whose: "site" | "sandbox") => {
    setClockOf(whose, 0);
    return { NODE_OPTIONS: `--import ${steppingClock}`, DRILL_CLOCK_FILE: join(clockFolder, whose) };
  };
  const siteClock = clockOf("site");
  const [frontPort = 0] = await freePorts(1);
  const siteUrl = `http://localhost:${frontPort}`;
  const world = await startRehearsalWorld(
    siteUrl,
    // Each client comes from an address of its own, as a proxy tells it.
    { TRUSTED_PROXIES: "1" },
    { sandboxSettings: clockOf("sandbox"), ...(parentFolder && { parentFolder }), ...(code && { code }) },
  );
  const socket = new URL(world.databaseUrl).searchParams;
  const databaseGate = await startGate({ path: join(socket.get("host") ?? "", `.s.PGSQL.${socket.get("port") ?? "5432"}`) });
  const mailGate = await startGate({ host: "127.0.0.1", port: Number(new URL(world.outboxUrl).port) });
  const backends: number[] = [];
  let refusesWebhooks = false;
  const front = await startBalancer(frontPort, backends, (path) => refusesWebhooks && path.startsWith("/webhooks/"));
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 3 });
  // PostgreSQL is killed on purpose: whoever asks meanwhile is told by their own question.
  pool.on("error", () => {});
  const processes: SiteProcess[] = [];

  async function startProcess(kind: SiteProcess["kind"], builtIn?: string): Promise<SiteProcess> {
    const [port = 0] = await freePorts(1);
    const settings = {
      ...siteClock,
      WORKER: kind === "web" ? "none" : "only",
      PORT: String(port),
      DATABASE_URL: `postgresql://postgres@127.0.0.1:${databaseGate.port}/postgres`,
      RESEND_BASE_URL: `http://127.0.0.1:${mailGate.port}`,
    };
    const start = () => world.startProcess(settings, builtIn);
    const end = async (signal: NodeJS.Signals) => {
      const ended = once(process.child, "exit");
      process.child.kill(signal);
      await ended;
    };
    const process: SiteProcess = {
      kind,
      port,
      child: await start(),
      kill: () => end("SIGKILL"),
      restart: async () => void (process.child = await start()),
      async retire() {
        if (kind === "web") backends.splice(backends.indexOf(port), 1);
        processes.splice(processes.indexOf(process), 1);
        await end("SIGTERM");
      },
    };
    processes.push(process);
    if (kind === "web") backends.push(port);
    return process;
  }
  // A web process calls itself ready once there is a worker. The first worker is the one that works.
  const first = ["worker" as const, ...Array.from({ length: webs }, () => "web" as const)];
  await Promise.all(first.map((kind) => startProcess(kind, code)));
  for (let more = 1; more < workers; more++) await startProcess("worker", code);

  const control = async (path: string, body?: object): Promise<unknown> => {
    const request = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${world.stripeUrl}/_sandbox/${path}`, request);
    if (!answer.ok) throw new Error(`the pretend Stripe answered ${answer.status}: ${await answer.text()}`);
    return await answer.json();
  };
  /** A question to the pretend Stripe's own interface, asked until it is answered. */
  async function askStripe<Answer>(path: string, { headers = {}, ...request }: RequestInit = {}): Promise<Answer> {
    for (let tries = 0; ; await sleep(50)) {
      const asked = { ...request, headers: { ...headers, authorization: `Bearer ${rehearsalVariables.STRIPE_SECRET_KEY}` } };
      const answer = await fetch(world.stripeUrl + path, asked).catch(() => null);
      if (answer?.ok) return (await answer.json()) as Answer;
      // It plays a bad day to this question too.
      const isFault = !answer || answer.status === 429 || answer.status >= 500;
      if (!isFault || ++tries > 100) throw new Error(`the pretend Stripe answered ${answer?.status}: ${await answer?.text()}`);
    }
  }
  return {
    siteUrl,
    askStripe,
    outboxUrl: world.outboxUrl,
    printed: world.printed,
    migrate: () => world.runCommand("migrate"),
    pool,
    processes,
    databaseGate: databaseGate as Pick<Gate, "open" | "shut" | "stall">,
    mailGate: mailGate as Pick<Gate, "open" | "shut" | "stall">,
    startProcess,
    /** Asks the pretend Stripe for something: app/sandbox/README.md. */
    control,
    refuseWebhooks: (refuses: boolean) => void (refusesWebhooks = refuses),
    ofKind: (kind: SiteProcess["kind"]) => processes.filter((each) => each.kind === kind),
    /** Sets how far clocks are off, in milliseconds: the site's, and Stripe's and Resend's too unless said. PostgreSQL's stays right. */
    async setClock(milliseconds: number, whose: "everybody" | "site" = "everybody") {
      setClockOf("site", milliseconds);
      if (whose === "everybody") setClockOf("sandbox", milliseconds);
      // They look 20 times a second.
      await sleep(200);
    },
    killDatabase() {
      process.kill(Number(readFileSync(join(world.postgresFolder, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    },
    async isReady(): Promise<boolean> {
      const answers = await Promise.all(processes.map(({ port }) => ask(`http://127.0.0.1:${port}/readyz`)));
      return answers.every((answer) => answer?.ok === true);
    },
    async stop() {
      await pool.end();
      await world.stop();
      front.close();
      front.closeAllConnections();
      databaseGate.stop();
      mailGate.stop();
      rmSync(clockFolder, { recursive: true });
    },
  };
}

/** Waits until every process says that it is ready. */
export const waitUntilAllReady = (world: DrillWorld): Promise<void> =>
  waitUntil(
    () => world.isReady(),
    () => `not every process is ready again: ${world.printed.slice(-20).join("")}`,
    100,
  );
