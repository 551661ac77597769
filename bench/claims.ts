import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startPostgres } from "../app/platform/database/embedded-postgres/start-postgres.server";
import { applyMigrations } from "../app/platform/database/migrations/apply-migrations.server";
import { inDatabase } from "../app/platform/database/migrations/adapter.server";
import { onCleanup, temporaryFolder } from "./parts/cleanup";
import { startMeasured } from "./parts/measured-process";
import { stripeKeys } from "./parts/paid-donations";
import { printTable, reportVerdict } from "./parts/statistics";

const sizes = process.env["BENCH_SMALL"] ? ([1_000, 10_000] as const) : ([10_000, 100_000] as const);
const mostRatio = 12;
const mostMemory = 128 * 1024 * 1024;
/** Node collects lazily where it may take more: what was really needed shows in a heap that is no larger than the mark. */
const heapMebibytes = 128;

type Finished = { claims: number; preparedMs: number; totalMs: number; bytes: number; base: number; peak: number };
type Measurement = Finished & { gifts: number; claimed: number; claimedPence: number; expectedPence: number };

/**
 * Gift Aid on very many gifts: everything prepared in one transaction, then written as HMRC's schedules and messages, with ten thousand gifts
 * and ten times as many. Half of them were given once, half are collections of plans.
 * @returns whether ten times as many take at most twelve times as long, memory stays flat, and all are claimed to the penny
 */
export async function claims(): Promise<boolean> {
  const found: Measurement[] = [];
  for (const size of sizes) found.push(await measure(size));
  const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
  printTable(
    "Everything that can be claimed, prepared and written",
    ["gifts", "claims", "prepared", "and written", "bytes", "memory at first", "at most"],
    found.map(({ gifts, claims: count, preparedMs, totalMs, bytes, base, peak }) => [
      gifts,
      count,
      `${(preparedMs / 1000).toFixed(1)} s`,
      `${(totalMs / 1000).toFixed(1)} s`,
      mebibytes(bytes),
      mebibytes(base),
      mebibytes(peak),
    ]),
  );
  const flaws = found
    .filter(({ gifts, claimed, claimedPence, expectedPence }) => claimed !== gifts || claimedPence !== expectedPence)
    .map(
      ({ gifts, claimed, claimedPence, expectedPence }) => `${gifts} gifts: ${claimed} claimed, ${claimedPence} of ${expectedPence} pence`,
    );
  for (const flaw of flaws) console.log(`  WRONG: ${flaw}`);
  const [few, many] = found as [Measurement, Measurement];
  const ratio = many.totalMs / few.totalMs;
  const memory = many.peak - many.base;
  return reportVerdict(
    flaws.length === 0 && ratio <= mostRatio && memory <= mostMemory,
    `ten times as many gifts take ${ratio.toFixed(1)} times as long (mark: ${mostRatio}), and ${mebibytes(memory)} of memory beyond the start (mark: ${mebibytes(mostMemory)})`,
  );
}

async function measure(gifts: number): Promise<Measurement> {
  const server = await startPostgres(join(await temporaryFolder(), "postgres"));
  onCleanup(() => server.stop());
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("CREATE DATABASE roomlight");
  await admin.end();
  const url = inDatabase(server.url, "roomlight");
  await applyMigrations(url);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  onCleanup(() => pool.end());
  await insertGifts(pool, gifts);
  const worker = startMeasured(
    [`--max-old-space-size=${heapMebibytes}`, "--import", "tsx", fileURLToPath(new URL("./parts/prepare-claims.ts", import.meta.url))],
    {
      SITE_MODE: "test",
      LOG_LEVEL: "silent",
      BENCH_DATABASE: url,
      ...stripeKeys,
    },
  );
  const { finished } = await worker.receive<{ finished: Finished }>("finished");
  worker.kill();
  const { rows } = await pool.query<{ claimed: number; claimed_pence: string; expected_pence: string }>(`
    SELECT (SELECT count(*) FROM claim_gift)::int AS claimed, (SELECT sum(donated_pence) FROM claim) AS claimed_pence,
      (SELECT sum(gift_pence) FROM donation) AS expected_pence`);
  const [sums] = rows;
  const pence = { claimedPence: Number(sums?.claimed_pence), expectedPence: Number(sums?.expected_pence) };
  return { ...finished, gifts, claimed: sums?.claimed ?? 0, ...pence };
}

/** Gifts of the last years: half by donors who gave once, half by sponsors with fifty collections each. */
async function insertGifts(pool: pg.Pool, gifts: number): Promise<void> {
  const single = gifts / 2;
  const collections = 50;
  const donors = single + single / collections;
  await pool.query(`
    INSERT INTO supporter (id, email, first_name, last_name)
    SELECT md5('s' || n), n || '@example.org', 'Ada', 'Example' FROM generate_series(1, ${donors}) AS n`);
  await pool.query(`
    INSERT INTO declaration (id, charity_name, wording, scope, giver_verified, first_name, last_name, house, postcode, via, declared_at, supporter_id)
    SELECT md5('d' || n), 'Roomlight', 'gift-aid-2026-1', 'this_and_future', true, 'Zoë', 'O’Neill', n || ' Mill Lane',
      CASE WHEN n % 20 = 0 THEN NULL ELSE 'sw1a1aa' END, 'supporter', now() - interval '5 years', md5('s' || n)
    FROM generate_series(1, ${donors}) AS n`);
  await pool.query(`
    INSERT INTO donation (id, reference, token, status, idempotency_key, form_hash, gift_pence, first_name, last_name, email, giver_verified,
      supporter_id, declaration_id, created_at, paid_at)
    SELECT md5('g' || n), 'RG-' || n, md5('t' || n), 'paid', md5('i' || n), '', 250 + n % 5000, 'Ada', 'Example', donor || '@example.org', true,
      md5('s' || donor), md5('d' || donor), paid_at, paid_at
    FROM generate_series(1, ${gifts}) AS n,
      LATERAL (SELECT CASE WHEN n <= ${single} THEN n ELSE ${single} + (n - ${single} - 1) / ${collections} + 1 END AS donor,
        now() - interval '2 days' - (n % ${collections}) * interval '7 days' AS paid_at) AS facts`);
  await pool.query("ANALYZE");
}
