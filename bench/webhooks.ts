import pg from "pg";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "../app/commands/build.js";
import { startPostgres } from "../app/platform/database/embedded-postgres/start-postgres.server";
import { inDatabase } from "../app/platform/database/migrations/adapter.server";
import { medianOf, printTable, formatRatio, reportVerdict } from "./parts/statistics";
import { expectAllOk, load, type LoadResult } from "./parts/load";
import { startMeasured, startSite, type MeasuredProcess } from "./parts/measured-process";
import {
  withUnknownDonations,
  listAllEvents,
  stripeKeys,
  createPaidDonations,
  type PaidDonation,
  type StripeEvent,
} from "./parts/paid-donations";
import { rawInserts } from "./parts/raw-inserts";
import { signedRequest, withRepeats } from "./parts/signed-requests";
import { temporaryFolder, onCleanup } from "./parts/cleanup";

const rounds = 5;
const giftsEach = 60;
const connections = 16;
const minRatio = 0.3;

type Round = { raw: number; accepted: number; synced: number; cpu: number };
type Site = MeasuredProcess & { port: number };

/**
 * How fast the site takes Stripe's events in (HTTP, signature, event and job committed, then the 200) and how fast it
 * settles gifts, beside raw inserts into the same server, in turns. Every tenth event comes twice.
 * @returns whether events are taken in at 0.3 of the rate of raw inserts or more, none lost and none counted twice
 */
export async function webhooks(): Promise<boolean> {
  build();
  const dataDir = await temporaryFolder();
  const world = startMeasured(["--import", "tsx", fileURLToPath(new URL("./parts/sandbox-process.ts", import.meta.url))]);
  const { stripe, resend } = await world.receive<{ stripe: string; resend: string }>("stripe");
  const site = await startSite(dataDir, { SITE_MODE: "test", STRIPE_API_URL: stripe, RESEND_BASE_URL: resend, ...stripeKeys });
  const { url, pool } = await connectToSiteDatabase(dataDir);
  console.log(await describeDurability(pool));

  const gifts = await createPaidDonations(rounds * giftsEach, stripe, pool);
  const events = await listAllEvents(stripe);
  console.log(
    `${gifts.length} paid gifts with ${events.length} events; every tenth is sent twice; ${connections} connections; ${rounds} rounds.`,
  );

  const insert = await rawInserts(url, connections);
  const sent: StripeEvent[] = [];
  const found: Round[] = [];
  // The first round warms all up and does not count.
  for (const share of [[], ...splitByRound(events, rounds)]) {
    const raw = events.length / (await insert(events.length)).seconds;
    const strangers = withUnknownDonations(events);
    const accepted = await measureReceive(site, strangers);
    await jobsDone(pool, "sync-donation");
    const synced = await measureSync(site, share, pool);
    sent.push(...strangers, ...share);
    if (share.length > 0) found.push({ raw, ...accepted, synced });
  }
  printFigures(found);
  const flaws = await findFlaws({ gifts, events: sent, pool, world });
  for (const flaw of flaws) console.log(`  WRONG: ${flaw}`);
  if (flaws.length === 0)
    console.log(
      `\n  Nothing lost, nothing twice: ${sent.length} events kept once each, ${gifts.length} gifts paid, ${gifts.length} receipts sent once each.`,
    );
  const ratio = medianOf(found, ({ raw, accepted }) => accepted / raw);
  return reportVerdict(
    ratio >= minRatio && flaws.length === 0,
    `events are taken in at ${ratio.toFixed(2)} of the rate of raw inserts (mark: at least ${minRatio})`,
  );
}

/** Joins the site's own database server. */
async function connectToSiteDatabase(dataDir: string): Promise<{ url: string; pool: pg.Pool }> {
  const server = await startPostgres(join(dataDir, "postgres"));
  onCleanup(() => server.stop());
  const url = inDatabase(server.url, "roomlight");
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {});
  onCleanup(() => pool.end());
  return { url, pool };
}

async function describeDurability(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ fsync: string; commit: string; version: string }>(
    "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('server_version') AS version",
  );
  const { fsync = "", commit = "", version = "" } = rows[0] ?? {};
  if (fsync !== "on" || commit !== "on") throw new Error("the database does not wait for the disk: figures would be worth nothing");
  return `Embedded PostgreSQL ${version}, fsync ${fsync}, synchronous_commit ${commit}.`;
}

/** Deals the events out, all those about one gift to the same round, in the order in which they happened. */
function splitByRound(events: StripeEvent[], count: number): StripeEvent[][] {
  const each = Math.ceil(events.length / count);
  return Array.from({ length: count }, (_, share) => events.slice(share * each, (share + 1) * each));
}

/**
 * Takes events in, without what follows: they are about gifts that are not ours. Their jobs are enqueued like all, and
 * find nothing. Only an event's first arrival counts.
 */
async function measureReceive(site: Site, events: StripeEvent[]): Promise<{ accepted: number; cpu: number }> {
  const requests = withRepeats(events.map(signedRequest));
  const before = await site.cpu();
  const { seconds } = await send(site, requests);
  return { accepted: events.length / seconds, cpu: ((await site.cpu()) - before) / requests.length };
}

/** From the first event sent until every gift is settled: Stripe asked, state and email saved. Gives events for each second. */
async function measureSync(site: Site, events: StripeEvent[], pool: pg.Pool): Promise<number> {
  const began = performance.now();
  await send(site, withRepeats(events.map(signedRequest)));
  await jobsDone(pool, "sync-donation");
  const seconds = (performance.now() - began) / 1000;
  await jobsDone(pool, "send-email");
  return events.length / seconds;
}

/** Sends requests and expects 200 of each. */
async function send({ port }: Site, requests: readonly Buffer[]): Promise<LoadResult> {
  const waiting = requests.values();
  const answered = await load({ port, connections, next: () => waiting.next().value ?? null });
  expectAllOk(answered);
  return answered;
}

/** Waits until no kept event and no job of a kind is left. */
async function jobsDone(pool: pg.Pool, task: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await sleep(50)) {
    const { rows } = await pool.query<{ left: number }>(
      `SELECT ((SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = $1)
         + (SELECT count(*) FROM stripe_event WHERE enqueued_at IS NULL))::int AS left`,
      [task],
    );
    if (rows[0]?.left === 0) return;
    if (Date.now() > deadline) throw new Error(`${rows[0]?.left} jobs called ${task} are not done after two minutes`);
  }
}

function printFigures(found: Round[]): void {
  const rate = (figure: (round: Round) => number) => Math.round(medianOf(found, figure));
  printTable(
    "Medians over all rounds",
    ["", "events/s"],
    [
      ["raw inserts, one row and one commit each", rate(({ raw }) => raw)],
      ["taken in: HTTP, signature, commit, 200", rate(({ accepted }) => accepted)],
      ["settled: from the first event to the last gift asked after and saved", rate(({ synced }) => synced)],
    ],
  );
  console.log(`  The site's processor time while it takes in: ${medianOf(found, ({ cpu }) => cpu).toFixed(0)} µs for each event.`);
  printTable(
    "Ratios within each round",
    ["", "events/s"],
    [
      ["taken in : raw", formatRatio(found.map(({ accepted, raw }) => accepted / raw))],
      ["settled : raw", formatRatio(found.map(({ synced, raw }) => synced / raw))],
    ],
  );
}

type BenchOutcome = { gifts: PaidDonation[]; events: StripeEvent[]; pool: pg.Pool; world: MeasuredProcess };

/** What is not as it should be once everything has come to rest. */
async function findFlaws({ gifts, events, pool, world }: BenchOutcome): Promise<string[]> {
  const heard = world.receive<{ emails: number }>("emails");
  world.send("emails");
  const { emails } = await heard;
  const { rows } = await pool.query<{ what: string; found: number; wanted: number }>(
    `SELECT * FROM (VALUES
       ('events sent that are kept', (SELECT count(*)::int FROM stripe_event WHERE id = ANY($1)), $3::int),
       ('events kept', (SELECT count(*)::int FROM stripe_event), $3),
       ('gifts paid', (SELECT count(*)::int FROM donation WHERE id = ANY($2) AND status = 'paid'), $4::int),
       ('receipts written', (SELECT count(*)::int FROM outgoing_email WHERE kind = 'receipt'), $4),
       ('receipts sent', (SELECT count(*)::int FROM outgoing_email WHERE kind = 'receipt' AND sent_at IS NOT NULL), $4),
       ('emails of any kind', (SELECT count(*)::int FROM outgoing_email), $4),
       ('emails that Resend got', $5::int, $4),
       ('jobs about gifts left over', (SELECT count(*)::int FROM graphile_worker.jobs WHERE task_identifier IN ('sync-donation', 'send-email')), 0)
     ) AS facts(what, found, wanted)`,
    [events.map(({ id }) => id), gifts.map(({ id }) => id), new Set(events.map(({ id }) => id)).size, gifts.length, emails],
  );
  return rows.filter(({ found, wanted }) => found !== wanted).map(({ what, found, wanted }) => `${what}: ${found} instead of ${wanted}`);
}
