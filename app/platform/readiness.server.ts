import { statfs } from "node:fs/promises";
import { databaseIsUp, probe } from "./db.server";
import { log } from "./http/log.server";
import { workerIsAlive } from "./jobs/worker-lock.server";
import { pendingMigrations } from "./migrations/apply-migrations.server";

/** PostgreSQL writes its log of changes in files of 16 MB: below a few of them it is about to stop. */
const leastBytes = 100 * 1024 * 1024;
const logEveryMs = 60_000;

export type Readiness = { database: boolean; migrations: boolean; worker: boolean; disk: boolean };

/**
 * What the site needs to work whole, each asked of the probe's own connection, so that the answer comes within three
 * seconds whatever the database does.
 * @param dataDir the folder whose disk is looked at; null: the database is elsewhere
 */
export async function readiness(dataDir: string | null, { enoughBytes = leastBytes } = {}): Promise<Readiness> {
  const disk = dataDir === null || (await freeBytes(dataDir)) >= enoughBytes;
  if (!disk) say("disk", "the disk of the site's data is nearly full or can't be read: make room, or nothing can be saved soon");
  if (!(await databaseIsUp())) return { database: false, migrations: false, worker: false, disk };
  const [pending, worker] = await Promise.all([pendingMigrations(probe).catch(() => null), workerIsAlive(probe).catch(() => false)]);
  if (pending && pending.length > 0) say("migrations", `the database lacks ${pending.join(", ")}: run \`npm run migrate\``);
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

const saidAt = new Map<string, number>();

/** Logs words of a kind at most once a minute: readiness is asked every few seconds. */
function say(kind: string, words: string): void {
  const now = performance.now();
  if (now - (saidAt.get(kind) ?? -Infinity) < logEveryMs) return;
  saidAt.set(kind, now);
  log.error({}, words);
}
