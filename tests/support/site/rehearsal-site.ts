import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
import { rehearsalVariables, realCharity } from "tests/support/platform/configuration";
import { waitUntil } from "tests/support/wait-until";
import { ask, freePorts, waitUntilReady } from "./built-site";

type RehearsalSite = {
  url: string;
  outboxUrl: string;
  /** What the site printed so far. */
  printed: string[];
  /** Runs `npm run NAME -- …` with the site's own settings. @returns what it printed */
  runCommand(name: string, ...args: string[]): string;
  stop(): Promise<void>;
};

/** A live site as a charity sets it up, step by step: PostgreSQL of its own, migrated by the command, real settings; only Stripe, Resend and HMRC are pretend. */
export async function startRehearsal(): Promise<RehearsalSite> {
  const [port = 0, stripePort, mailPort, hmrcPort] = await freePorts(4);
  const folder = await mkdtemp(join(tmpdir(), "roomlight-rehearsal-"));
  const postgres = await startPostgres(join(folder, "postgres"));
  const url = `http://localhost:${port}`;
  await writeFile(join(folder, "charity.json"), JSON.stringify(realCharity));
  const env = {
    ...rehearsalVariables,
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    LOG_LEVEL: "warn",
    PORT: String(port),
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
  };
  const command = (name: string, args: string[]) => ["--import", "tsx", `app/commands/${name}.ts`, ...args];
  const runCommand = (name: string, ...args: string[]) => execFileSync(process.execPath, command(name, args), { encoding: "utf8", env });
  const printed: string[] = [];
  const children: ChildProcess[] = [];
  const start = (args: string[]) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
    children.push(child);
    return child;
  };
  runCommand("migrate");
  const webhooks = ["stripe", "resend"].flatMap((who) => [`--${who}-webhook`, `http://127.0.0.1:${port}/webhooks/${who}`]);
  start(command("sandbox", webhooks));
  await waitUntil(
    async () => (await ask(env.RESEND_BASE_URL)) !== null,
    () => printed.join(""),
    100,
  );
  await waitUntilReady(`http://127.0.0.1:${port}`, start(["build/server/index.js"]), printed);
  return {
    url,
    outboxUrl: env.RESEND_BASE_URL,
    printed,
    runCommand,
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
