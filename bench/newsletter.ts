import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../app/platform/database/embedded-postgres/start-postgres.server";
import { inDatabase } from "../app/platform/database/migrations/adapter.server";
import { applyMigrations } from "../app/platform/database/migrations/apply-migrations.server";
import { projectRoot } from "../app/commands/install.js";
import { printTable, reportVerdict } from "./parts/statistics";
import { temporaryFolder, onCleanup } from "./parts/cleanup";

const minShare = 0.9;

type BenchProcess = {
  child: ChildProcess;
  ask<Answer extends object>(message: object | string, property: keyof Answer & string): Promise<Answer>;
};

/** Starts one of the bench's programs and waits until it says that it is there. */
async function startProcess(
  script: string,
  words: string[],
  env: Record<string, string>,
  ready: string,
): Promise<BenchProcess & { said: Record<string, string> }> {
  const file = fileURLToPath(new URL(`./parts/${script}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file, ...words], {
    cwd: projectRoot,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, SITE_MODE: "test", LOG_LEVEL: "silent", ...env },
  });
  onCleanup(async () => void child.kill("SIGKILL"));
  const hear = (property: string) =>
    new Promise<object>((heard) => {
      const listen = (message: object) => {
        if (!(property in message)) return;
        child.off("message", listen);
        heard(message);
      };
      child.on("message", listen);
    });
  const said = (await hear(ready)) as Record<string, string>;
  return {
    child,
    said,
    async ask<Answer extends object>(message: object | string, property: keyof Answer & string) {
      const answer = hear(property);
      child.send(message);
      return (await answer) as Answer;
    },
  };
}

type BenchDatabase = { url: string; pool: pg.Pool };

async function openDatabase(): Promise<BenchDatabase> {
  const server = await startPostgres(join(await temporaryFolder(), "postgres"));
  onCleanup(() => server.stop());
  await applyMigrations(server.url);
  const url = inDatabase(server.url, "postgres");
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {});
  onCleanup(() => pool.end());
  return { url, pool };
}

/** People who said yes to news, from one number to another, with the jobs that an import adds for them. */
async function addSubscribers({ pool }: BenchDatabase, from: number, to: number): Promise<void> {
  await pool.query(
    `INSERT INTO newsletter_subscription (id, email, email_hash, topics, preference_token_hash, confirmed_at)
     SELECT 'id' || n, 'reader' || n || '@example.org', 'person' || n, '{news}', 'hash' || n, now() FROM generate_series($1::int, $2::int) n`,
    [from, to],
  );
  await pool.query(
    `INSERT INTO consent (id, email_hash, purpose, action, basis, wording_version, via)
     SELECT 'id' || n, 'person' || n, 'news', 'confirmed', 'consent', '', 'bench' FROM generate_series($1::int, $2::int) n`,
    [from, to],
  );
  const { queueInitialSyncs } = await import("../app/newsletter/queue-sync.server");
  const { inTransaction } = await import("../app/platform/database/db.server");
  for (let first = from; first <= to; first += 500) {
    const ids = Array.from({ length: Math.min(500, to - first + 1) }, (_, nth) => `id${first + nth}`);
    await inTransaction((tx) => queueInitialSyncs(tx, ids));
  }
}

const queryNumber = async (pool: pg.Pool, question: string): Promise<number> =>
  Number((await pool.query<{ n: string }>(question)).rows[0]?.n);
const countSynced = ({ pool }: BenchDatabase) =>
  queryNumber(pool, `SELECT count(*) AS n FROM newsletter_subscription WHERE version = synced_version`);

type Counts = { counts: { requests: number; contacts: number; megabytes: number } };

/**
 * Contacts synced in step with the rate limit, and an issue from "send" until Resend has it. With many people, the sender
 * is killed three times on the way.
 * @param people how many; the limit of the sandbox follows, so that a large run does not take hours
 * @returns whether the limit was used at 0.9 or more, and everyone reached once
 */
export async function newsletter(people = Number(process.argv[3] ?? 600)): Promise<boolean> {
  // This process freezes the issue itself, as the site would; nothing of it is real.
  Object.assign(process.env, { SITE_MODE: "test", LOG_LEVEL: "silent" });
  const rate = people > 2000 ? 2000 : 20;
  const world = await openDatabase();
  await import("../app/platform/database/db.server").then(({ connectDatabase, disconnectDatabase }) => {
    connectDatabase(world.url);
    onCleanup(disconnectDatabase);
  });
  const resend = await startProcess("resend-sandbox-process.ts", [String(rate)], {}, "resend");
  const env = { RESEND_BASE_URL: resend.said["resend"] ?? "" };
  // What is learnt once (segments, topics) is learnt by one contact, and is no part of the figures.
  await addSubscribers(world, 1, 1);
  let worker: BenchProcess = await startProcess("jobs-worker.ts", [world.url], env, "working");
  while ((await countSynced(world)) < 1) await sleep(20);
  await sleep(1500);

  const before = (await resend.ask<Counts>({ what: "counts" }, "counts")).counts;
  const began = performance.now();
  await addSubscribers(world, 2, people);
  // Counting takes time of its own: seldom enough that it is not what is measured.
  while ((await countSynced(world)) < people) await sleep(people > 2000 ? 5000 : 50);
  const seconds = (performance.now() - began) / 1000;
  const after = (await resend.ask<Counts>({ what: "counts" }, "counts")).counts;
  const requests = after.requests - before.requests;
  const share = (people - 1) / seconds / rate;
  printTable(
    `${people} contacts synced, at a limit of ${rate} requests a second`,
    ["", "a second"],
    [
      ["contacts", ((people - 1) / seconds).toFixed(1)],
      ["requests", (requests / seconds).toFixed(1)],
      ["what the limit allows", rate],
    ],
  );
  const killed = await sendWithKills(world, resend, worker, env, people > 2000 ? 3 : 1);
  worker = killed.worker;
  const { reached } = await resend.ask<{ reached: { reached: number; everyoneOnce: boolean } }>(
    { what: "reached", name: `issue:${killed.issue}` },
    "reached",
  );
  const memory = await worker.ask<{ megabytes: number }>("memory", "megabytes");
  const resends = (await resend.ask<Counts>({ what: "counts" }, "counts")).counts;
  console.log(
    `\n  From "send" until the broadcast was accepted: ${killed.seconds.toFixed(1)} s, the sender killed ${killed.kills} times on the way.`,
  );
  console.log(`  Reached: ${reached.reached} of ${people}, ${reached.everyoneOnce ? "everyone once" : "NOT everyone once"}.`);
  console.log(`  Memory: sender ${memory.megabytes.toFixed(0)} MB, pretend Resend ${resends.megabytes.toFixed(0)} MB.`);
  const whole = reached.reached === people && reached.everyoneOnce;
  const everyone = `everyone was reached ${whole ? "once" : "NOT once"}`;
  if (people > 2000) return reportVerdict(whole, `${everyone} (a run of this size says nothing of the limit: it is set out of the way)`);
  return reportVerdict(share >= minShare && whole, `${share.toFixed(2)} of the rate limit is used (mark: ${minShare}); ${everyone}`);
}

type SendResult = { issue: string; seconds: number; kills: number; worker: BenchProcess };

/** Freezes an issue, and kills the sender -9 at the given number of its steps: writing the draft, reading the segment, sending. */
async function sendWithKills(
  { url, pool }: BenchDatabase,
  resend: BenchProcess,
  first: BenchProcess,
  env: Record<string, string>,
  wanted: number,
): Promise<SendResult> {
  const { createIssue } = await import("../app/newsletter/issues/save-issue.server");
  const { freezeIssue } = await import("../app/newsletter/issues/freeze-issue.server");
  const issue = await createIssue("site", { topic: "news", reach: "every", subject: "A bench", preview: "", body: "Words." });
  const steps = ["^POST /broadcasts$", "^GET /segments/.*/contacts$", "/send$"].slice(3 - wanted);
  let worker = first;
  let kills = 0;
  const began = performance.now();
  await freezeIssue("site", issue, 1, async () => null);
  for (const line of steps) {
    await resend.ask<{ done: string }>({ what: "tell", line }, "done");
    const ended = once(worker.child, "exit");
    worker.child.kill("SIGKILL");
    await ended;
    kills += 1;
    worker = await startProcess("jobs-worker.ts", [url], env, "working");
  }
  while ((await queryNumber(pool, `SELECT count(*) AS n FROM issue WHERE status = 'sent'`)) === 0) await sleep(20);
  const seconds = (performance.now() - began) / 1000;
  await resend.ask({ what: "settled" }, "settled" as never);
  return { issue, seconds, kills, worker };
}
