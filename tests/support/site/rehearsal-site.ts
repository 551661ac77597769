import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
import { rehearsalVariables, realCharity } from "tests/support/platform/configuration";
import { projectRoot } from "~/commands/install.js";
import { waitUntil } from "tests/support/wait-until";
import { ask, freePorts, waitUntilReady } from "./built-site";

export type RehearsalWorld = {
  databaseUrl: string;
  /** Of the PostgreSQL behind it. */
  postgresFolder: string;
  outboxUrl: string;
  stripeUrl: string;
  /** What the processes printed so far. */
  printed: string[];
  /** Runs `npm run NAME -- …` with the site's own settings. @returns what it printed */
  runCommand(name: string, ...args: string[]): string;
  /** Starts the built site once more, with these settings beside the shared ones. Ends once it is ready. @param code where it was built */
  startProcess(settings: Record<string, string>, code?: string): Promise<ChildProcess>;
  stop(): Promise<void>;
};

type WorldOptions = {
  /** Where its folder is made; without it, where the system has such. */
  parentFolder?: string;
  /** Of the pretend Stripe, Resend and HMRC alone. */
  sandboxSettings?: Record<string, string>;
  /** The code whose migrations are applied; without it, this one's. */
  code?: string;
};

/**
 * All that a live site stands on, and no process of it yet: PostgreSQL of its own, migrated by the command, real settings; only Stripe,
 * Resend and HMRC are pretend.
 * @param url what visitors know the site by, and where webhooks go
 */
export async function startRehearsalWorld(
  url: string,
  settings: Record<string, string> = {},
  { parentFolder = tmpdir(), sandboxSettings = {}, code = projectRoot }: WorldOptions = {},
): Promise<RehearsalWorld> {
  const [stripePort, mailPort, hmrcPort] = await freePorts(3);
  const folder = await mkdtemp(join(parentFolder, "roomlight-rehearsal-"));
  const postgres = await startPostgres(join(folder, "postgres"));
  await writeFile(join(folder, "charity.json"), JSON.stringify(realCharity));
  const env = {
    ...rehearsalVariables,
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    LOG_LEVEL: "warn",
    SITE_URL: url,
    TRUSTED_PROXIES: "0",
    DATA_DIR: join(folder, "data"),
    DATABASE_URL: postgres.url,
    CHARITY_FILE: join(folder, "charity.json"),
    STRIPE_API_URL: `http://127.0.0.1:${stripePort}`,
    RESEND_BASE_URL: `http://127.0.0.1:${mailPort}`,
    HMRC_BASE_URL: `http://127.0.0.1:${hmrcPort}`,
    SANDBOX_STRIPE_PORT: String(stripePort),
    SANDBOX_RESEND_PORT: String(mailPort),
    SANDBOX_HMRC_PORT: String(hmrcPort),
    ...settings,
  };
  const command = (name: string, args: string[]) => ["--import", "tsx", `app/commands/${name}.ts`, ...args];
  const runIn = (cwd: string, name: string, ...args: string[]) =>
    execFileSync(process.execPath, command(name, args), { encoding: "utf8", env, cwd });
  const printed: string[] = [];
  const children: ChildProcess[] = [];
  const start = (args: string[], more: Record<string, string> = {}, cwd = projectRoot) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...env, ...more }, cwd });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
    children.push(child);
    return child;
  };
  runIn(code, "migrate");
  const site = new URL(url);
  const webhooks = ["stripe", "resend"].flatMap((who) => [`--${who}-webhook`, `http://127.0.0.1:${site.port}/webhooks/${who}`]);
  start(command("sandbox", webhooks), sandboxSettings);
  await waitUntil(
    async () => (await ask(env.RESEND_BASE_URL)) !== null,
    () => printed.join(""),
    100,
  );
  return {
    databaseUrl: postgres.url,
    postgresFolder: join(folder, "postgres"),
    outboxUrl: env.RESEND_BASE_URL,
    stripeUrl: env.STRIPE_API_URL,
    printed,
    runCommand: (name, ...args) => runIn(projectRoot, name, ...args),
    async startProcess(more, builtIn) {
      const child = start(["build/server/index.js"], more, builtIn);
      await waitUntilReady(`http://127.0.0.1:${more["PORT"]}`, child, printed);
      return child;
    },
    async stop() {
      for (const child of children.toReversed()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type RehearsalSite = Pick<RehearsalWorld, "outboxUrl" | "printed" | "runCommand" | "stop"> & { url: string };

/** A live site as a charity sets it up, step by step, in one process. */
export async function startRehearsal(): Promise<RehearsalSite> {
  const [port = 0] = await freePorts(1);
  const url = `http://localhost:${port}`;
  const world = await startRehearsalWorld(url);
  await world.startProcess({ PORT: String(port) });
  return { ...world, url };
}
