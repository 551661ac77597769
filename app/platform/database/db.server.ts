import { PrismaPg } from "@prisma/adapter-pg";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { PrismaClient } from "../../../prisma/client/client";
import type { Config } from "../config/config.server";
import { startPostgres, type Listeners } from "./embedded-postgres/start-postgres.server";
import { applyMigrations, MigrationsRefused, pendingMigrations } from "./migrations/apply-migrations.server";
import { inDatabase } from "./migrations/adapter.server";
import { hasUnfinishedRestore } from "./unfinished-restore.server";
import { currentFence, fencePool } from "../fence.server";
import { newId } from "../ids.server";
import { isOutage, isTransactionConflict } from "./retryable-errors";

export type Database = PrismaClient;

/** The client of one transaction. Inside a transaction only this one is used, never `db`. */
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** The database of this process, once connectDatabase has been called. */
export let db: Database;

/** The connections under `db`, for the few places that speak SQL themselves. */
export let pool: pg.Pool;

/** Connections of its own, so that a crowd that takes all others does not make the database look down. */
export let healthPool: pg.Pool;
let isConnected = false;

/** This process, as its connections are called: another that takes its work over ends them. */
export const processId: string = newId();

const databaseName = "roomlight";
const maxConnections = 15;
/**
 * A statement that waits longer for a lock, or runs longer, is stuck: pages and jobs alike ask little at a time. Visitors are told
 * within three seconds, jobs are tried again. Staff who search may misspell about two letters of six.
 */
const siteSettings = "SET lock_timeout = '2s'; SET statement_timeout = '30s'; SET pg_trgm.word_similarity_threshold = 0.38";

/** Connects `db` and `pool`. Opens no connection yet: the first question does. */
export function connectDatabase(url: string): void {
  pool = fencePool(createPool(url, { max: maxConnections, application_name: `roomlight ${processId}` }, siteSettings), currentFence);
  healthPool = createPool(url, { max: 2, connectionTimeoutMillis: 1000, query_timeout: 1000 });
  isConnected = true;
  // Errors in their short form: the long one quotes the values of the question, and so names and addresses.
  db = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: false }),
    errorFormat: "minimal",
  });
}

/** Waits for questions in flight, and closes all connections. */
export async function disconnectDatabase(): Promise<void> {
  if (!isConnected) return;
  isConnected = false;
  await Promise.all([db.$disconnect(), healthPool.end(), pool.end()]);
}

/**
 * A pool whose sessions count time in UTC. A connection may break at any time, lent or idle (the server stops, the
 * network fails): without a listener on both, Node would end. The pool replaces it, and whoever had it is told by the
 * next question.
 */
export function createPool(url: string, options: pg.PoolConfig = {}, sessionSettings = ""): pg.Pool {
  const newPool = new pg.Pool({
    connectionString: url,
    application_name: "roomlight",
    connectionTimeoutMillis: 10_000,
    // oxlint-disable-next-line typescript/no-misused-promises -- pg waits for it, though its types do not say so
    onConnect: async (client: pg.ClientBase) => void (await client.query(`SET TIME ZONE 'UTC'; ${sessionSettings}`)),
    ...options,
  });
  newPool.on("error", () => {});
  newPool.on("connect", (client) => client.on("error", () => {}));
  return newPool;
}

const maxAttempts = 6;
/** Somebody waits for the answer: a database that is away for longer is told to them. */
const outagePatienceMs = 4000;

/**
 * Does work that is done as a whole or not at all. Inside it, ask only `tx`, and nothing over the network: it holds a
 * connection, and may be ended after 15 seconds. The work may run more than once, so it changes nothing outside of `tx`:
 * it is done again where another transaction was in its way (deadlock, serialization), and where it could not begin.
 *
 * Rows are taken in one order, so that deadlocks are rare: the form that was sent (startCheckout) or all rooms (changeRooms), supporter, plan, room,
 * donation, declaration, claim; of the newsletter lockPeople (subscriptions with their suppressions), request, data link, Resend's contact; then
 * what is only added: consents, changes, emails, jobs. Several rows of one table by their id.
 * @param options `seconds`: for the few that go through very many rows, and that nobody's page waits for
 */
export async function inTransaction<Result>(work: (tx: Tx) => Promise<Result>, { seconds = 15 } = {}): Promise<Result> {
  const giveUpAt = performance.now() + outagePatienceMs;
  for (let attempt = 1; ; attempt++) {
    let hasBegun = false;
    try {
      return await db.$transaction(
        async (tx) => {
          hasBegun = true;
          if (seconds > 15)
            await tx.$executeRaw`SELECT set_config(name, ${`${seconds}s`}, true) FROM unnest(ARRAY['lock_timeout', 'statement_timeout']) AS name`;
          return await work(tx);
        },
        { maxWait: 5000, timeout: seconds * 1000 },
      );
    } catch (error) {
      const mayPass = isTransactionConflict(error) || (!hasBegun && isOutage(error) && performance.now() < giveUpAt);
      if (!mayPass || attempt === maxAttempts) throw error;
      retriedTransactions++;
      // Those who met wait for different times, so that they do not meet again.
      await sleep(Math.random() * 25 * 2 ** attempt);
    }
  }
}

let retriedTransactions = 0;
/** How many transactions of this process were done again, since it started. */
export const countRetriedTransactions = (): number => retriedTransactions;

/** Whether the database answers: within two seconds, or it counts as down. */
export async function isDatabaseUp(): Promise<boolean> {
  try {
    await healthPool.query("SELECT 1");
    lastUpAt = performance.now();
    return true;
  } catch {
    return false;
  }
}

let lastUpAt = -Infinity;
let ongoingCheck: Promise<boolean> | null = null;

/**
 * Whether the database accepts work: it answered within the last half second, or does so now. Concurrent callers share one
 * check, and it counts as down only after two failures: a busy process may read an answer late.
 */
export async function isDatabaseAcceptingWork(): Promise<boolean> {
  if (performance.now() - lastUpAt < 500) return true;
  ongoingCheck ??= (async () => (await isDatabaseUp()) || (await isDatabaseUp()))().finally(() => (ongoingCheck = null));
  return await ongoingCheck;
}

/**
 * Opens the database of the configuration: the server at databaseUrl, or the embedded one in dataDir, which is
 * started, given its database and (unless told not to) migrated. A server of one's own is migrated by `npm run migrate`:
 * where it lacks migrations this refuses, unless told not to. One that can't be reached may come later.
 * @param listeners called when the embedded server goes while it is used
 * @returns its address, the migrations that were applied, and stop(), which disconnects and stops the embedded server if it is ours
 */
export async function openDatabase(
  config: Pick<Config, "databaseUrl" | "dataDir">,
  { migrate = true, ...listeners }: { migrate?: boolean } & Partial<Listeners> = {},
): Promise<{ url: string; applied: string[]; stop(): Promise<void> }> {
  if (config.databaseUrl) {
    connectDatabase(config.databaseUrl);
    if (migrate) await assertMigrated();
    return { url: config.databaseUrl, applied: [], stop: disconnectDatabase };
  }
  const server = await startPostgres(join(config.dataDir, "postgres"), listeners);
  try {
    await createDatabaseIfMissing(server.url, databaseName);
    const url = inDatabase(server.url, databaseName);
    connectDatabase(url);
    if (migrate) await assertRestored();
    const applied = migrate ? await applyMigrations(url) : [];
    const stop = async () => {
      await disconnectDatabase();
      await server.stop();
    };
    return { url, applied, stop };
  } catch (error) {
    await disconnectDatabase();
    await server.stop();
    throw error;
  }
}

/** @throws where a backup is half restored */
async function assertRestored(): Promise<void> {
  if (!(await hasUnfinishedRestore(pool))) return;
  await disconnectDatabase();
  throw new MigrationsRefused(
    "A backup was being restored into this database, and that was cut off: run the same `npm run restore` again, then start the site.",
  );
}

/** @throws naming the migrations that the connected database lacks, and the command that applies them */
async function assertMigrated(): Promise<void> {
  // One that does not answer is no reason not to start: pages of help need none, and /readyz asks again.
  if (await hasUnfinishedRestore(healthPool).catch(() => false)) await assertRestored();
  const pending = await pendingMigrations(healthPool).catch(() => []);
  if (pending.length === 0) return;
  await disconnectDatabase();
  throw new MigrationsRefused(
    `The database at DATABASE_URL lacks migrations: run \`npm run migrate\`, then start again. It lacks ${pending.join(", ")}.`,
  );
}

async function createDatabaseIfMissing(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
  } catch (error) {
    // Another start was first.
    const exists = ["42P04", "23505"].includes((error as { code?: string }).code ?? "");
    if (!exists) throw error;
  } finally {
    await client.end();
  }
}
