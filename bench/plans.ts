import pg from "pg";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../app/platform/database/embedded-postgres/start-postgres.server";
import { inDatabase } from "../app/platform/database/migrations/adapter.server";
import { applyMigrations } from "../app/platform/database/migrations/apply-migrations.server";
import { median, printTable, reportVerdict } from "./parts/statistics";
import { freePorts, startMeasured, startSite, type MeasuredProcess } from "./parts/measured-process";
import { stripeKeys } from "./parts/paid-donations";
import { temporaryFolder, onCleanup } from "./parts/cleanup";
import { build } from "../app/commands/build.js";

const sizes = [1_000, 100_000] as const;
/** So many plans have changed, however many there are: both pages of results are full. */
const changedPlans = 100;
const requestsPerSecond = 25;
const startSeconds = 1_790_000_000;

type ReconciliationRun = { checked: number; healed: number; open: number; peak: number };
type Measurement = ReconciliationRun & { plans: number; requests: number; maxPerSecond: number; pageMs: number };

const partPath = (name: string) => fileURLToPath(new URL(`./parts/${name}.ts`, import.meta.url));

/**
 * The nightly reconciliation of very many plans: memory, pace, what a kill costs, and how long its page of results takes, with
 * a thousand plans and a hundred times as many, in one run.
 * @returns whether memory stays, Stripe's rate limit is kept, a kill costs next to nothing, and the page takes no longer
 */
export async function plans(): Promise<boolean> {
  build();
  const found: Measurement[] = [];
  for (const size of sizes) found.push(await measureNight(size));
  printTable(
    `One night, killed once on the way, at ${requestsPerSecond} questions a second`,
    ["plans", "looked at", "healed", "questions", "most in a second", "memory", "page of results"],
    found.map(({ plans: size, checked, healed, requests, maxPerSecond, peak, pageMs }) => [
      size,
      checked,
      healed,
      requests,
      maxPerSecond,
      `${Math.round(peak / 1_048_576)} MB`,
      `${pageMs.toFixed(1)} ms`,
    ]),
  );
  const [few, many] = found as [Measurement, Measurement];
  const least = (size: number) => Math.ceil(size / 100) * 2;
  const flaws = [
    ...found
      .filter(({ maxPerSecond }) => maxPerSecond > requestsPerSecond)
      .map(({ plans: size, maxPerSecond }) => `${size} plans: ${maxPerSecond} questions in one second`),
    ...found.filter(({ plans: size, checked }) => checked < size).map(({ plans: size, checked }) => `${size} plans: ${checked} looked at`),
    ...found.filter(({ healed }) => healed !== changedPlans).map(({ plans: size, healed }) => `${size} plans: ${healed} healed`),
    // Three questions for each plan that changed; the kill costs a page and one plan's questions at most, and an answer on its way.
    ...found
      .filter(({ plans: size, requests }) => requests > least(size) + changedPlans * 4 + 10)
      .map(({ plans: size, requests }) => `${size} plans: ${requests} questions`),
  ];
  for (const flaw of flaws) console.log(`  WRONG: ${flaw}`);
  const memory = many.peak / few.peak;
  const page = many.pageMs / few.pageMs;
  return reportVerdict(
    flaws.length === 0 && memory <= 1.5 && page <= 1.5,
    `a hundred times as many plans take ${memory.toFixed(2)} times the memory, and their page ${page.toFixed(2)} times as long (marks: 1.5)`,
  );
}

async function measureNight(size: number): Promise<Measurement> {
  const dataDir = await temporaryFolder();
  const server = await startPostgres(join(dataDir, "postgres"));
  onCleanup(() => server.stop());
  const admin = new pg.Pool({ connectionString: server.url, max: 1 });
  await admin.query("CREATE DATABASE roomlight");
  await admin.end();
  const url = inDatabase(server.url, "roomlight");
  await applyMigrations(url);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {});
  onCleanup(() => pool.end());
  await insertPlans(pool, size);

  const stripe = startMeasured(["--import", "tsx", partPath("stripe-with-many-plans"), String(size), String(size / changedPlans)]);
  const { url: stripeUrl } = await stripe.receive<{ url: string }>("url");
  const env = { SITE_MODE: "test", STRIPE_API_URL: stripeUrl, RESEND_BASE_URL: "http://127.0.0.1:9", LOG_LEVEL: "silent", ...stripeKeys };
  const night = () => startMeasured(["--import", "tsx", partPath("reconcile-plans")], { ...env, BENCH_DATABASE: url });

  const first = night();
  await waitUntilHalfway(pool, size, first);
  first.kill();
  const second = night();
  const { finished } = await second.receive<{ finished: ReconciliationRun }>("finished");
  stripe.send("asked");
  const { asked: requests, most: maxPerSecond } = await stripe.receive<{ asked: number; most: number }>("asked");
  return { ...finished, plans: size, requests, maxPerSecond, pageMs: await measureResultsPage(dataDir) };
}

/** Plans as they were when they were last settled, each with its first collection. */
async function insertPlans(pool: pg.Pool, size: number): Promise<void> {
  const id = (kind: string) => `'${kind}_' || lpad(n::text, 9, '0')`;
  const fingerprint = `'active|${startSeconds + 2_419_200}|1000|week|4||||| ' || ${id("in")} || '|paid|1'`.replace("| '", "|'");
  await pool.query(`
    INSERT INTO plan (id, reference, token, status, idempotency_key, form_hash, first_name, last_name, email, weekly_pence, billing_interval, collection_pence,
      stripe_checkout_session_id, stripe_customer_id, stripe_subscription_id, payment_method, created_at, agreed_at, synced_at, stripe_fingerprint)
    SELECT ${id("plan")}, 'RL-' || n, ${id("token")}, 'active', ${id("attempt")}, '', 'Ada', 'Example', n || '@example.org', 250, 'four_weekly', 1000,
      ${id("cs")}, ${id("cus")}, ${id("sub")}, 'card', to_timestamp(${startSeconds}), to_timestamp(${startSeconds}), to_timestamp(${startSeconds}), ${fingerprint}
    FROM generate_series(1, ${size}) AS n`);
  await pool.query(`
    INSERT INTO donation (id, reference, token, status, idempotency_key, form_hash, gift_pence, first_name, last_name, email, payment_method, plan_id,
      stripe_invoice_id, created_at, paid_at)
    SELECT ${id("gift")}, 'RG-' || n, ${id("gifttoken")}, 'paid', ${id("plan")}, ${id("in")}, 1000, 'Ada', 'Example', n || '@example.org', 'card',
      ${id("plan")}, ${id("in")}, to_timestamp(${startSeconds}), to_timestamp(${startSeconds})
    FROM generate_series(1, ${size}) AS n WHERE n % ${size / changedPlans} <> 0`);
  await pool.query("ANALYZE");
}

/** Kills the process in the midst of its work. */
async function waitUntilHalfway(pool: pg.Pool, size: number, night: MeasuredProcess): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ checked: number }>("SELECT checked FROM reconciliation");
    if ((rows[0]?.checked ?? 0) >= size / 2) return;
    if (night.getExitOutput() !== null) throw new Error(`the night ended early:\n${night.getExitOutput()}`);
    await sleep(20);
  }
}

/** The median of how long the page takes that shows what the night found. */
async function measureResultsPage(dataDir: string): Promise<number> {
  const [stripe = 0, resend = 0, hmrc = 0] = await freePorts(3);
  const ports = { SANDBOX_STRIPE_PORT: String(stripe), SANDBOX_RESEND_PORT: String(resend), SANDBOX_HMRC_PORT: String(hmrc) };
  const site = await startSite(dataDir, { SITE_MODE: "try", ...ports });
  const body = new URLSearchParams({ do: "demonstration", role: "viewer" });
  const door = await fetch(`${site.url}/desk/sign-in`, { method: "POST", body, redirect: "manual", headers: { origin: site.url } });
  const cookie = door.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const times: number[] = [];
  for (let visit = 0; visit < 60; visit++) {
    const began = performance.now();
    const answer = await fetch(`${site.url}/desk/reconciliations`, { headers: { cookie }, redirect: "manual" });
    const text = await answer.text();
    if (answer.status !== 200 || !text.includes("looked at")) throw new Error(`the page of results answered ${answer.status}`);
    if (visit >= 20) times.push(performance.now() - began);
  }
  return median(times);
}
