import { statfs } from "node:fs/promises";
import { isWorkerAlive } from "../jobs/worker-lease.server";
import { log } from "../log.server";
import { healthPool, isDatabaseUp } from "./db.server";
import { pendingMigrations } from "./migrations/apply-migrations.server";

/** PostgreSQL writes its write-ahead log in files of 16 MB: without room for a few of them it is about to stop. */
const minFreeDiskBytes = 100 * 1024 * 1024;
const logEveryMs = 60_000;

type Readiness = { database: boolean; migrations: boolean; worker: boolean; disk: boolean };

/**
 * What the site needs to work whole, each asked on the health pool's own connections, so that the answer comes within
 * three seconds whatever the database does.
 * @param dataDir the folder whose disk is looked at; null: the database is elsewhere
 */
export async function checkReadiness(dataDir: string | null, { minFreeBytes = minFreeDiskBytes } = {}): Promise<Readiness> {
  const disk = dataDir === null || (await freeBytes(dataDir)) >= minFreeBytes;
  if (!disk) logThrottled("disk", "the disk of the site's data is nearly full or can't be read: make room, or nothing can be saved soon");
  if (!(await isDatabaseUp())) return { database: false, migrations: false, worker: false, disk };
  const [pending, worker] = await Promise.all([
    pendingMigrations(healthPool).catch(() => null),
    isWorkerAlive(healthPool).catch(() => false),
  ]);
  if (pending && pending.length > 0) logThrottled("migrations", `the database lacks ${pending.join(", ")}: run \`npm run migrate\``);
  return { database: true, migrations: pending?.length === 0, worker, disk };
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

const loggedAt = new Map<string, number>();

/** Logs a message of a kind at most once a minute: readiness is asked every few seconds. */
function logThrottled(kind: string, message: string): void {
  const now = performance.now();
  if (now - (loggedAt.get(kind) ?? -Infinity) < logEveryMs) return;
  loggedAt.set(kind, now);
  log.error({}, message);
}
