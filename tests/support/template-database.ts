import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { processIdentity, readText } from "~/platform/database/embedded-postgres/processes.server";
import { shutDown } from "~/platform/database/embedded-postgres/running-server.server";
import { startPostgres } from "~/platform/database/embedded-postgres/start-postgres.server";
import { inDatabase } from "~/platform/database/migrations/adapter.server";
import { applyMigrations } from "~/platform/database/migrations/apply-migrations.server";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address of a migrated, empty database that each test file clones. Nobody may stay connected to it. */
    templateDatabase: string;
  }
}

const prefix = "roomlight-flows-";
/** Quick and forgetful: a test's data need not survive a power cut. */
const settings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_connections: "200",
};

/** One server for one run of the flows: runs at once do not disturb each other. */
export default async function setUp({ provide }: Pick<TestProject, "provide">): Promise<() => Promise<void>> {
  await removeLeftoverRuns();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(folder, "run.pid"), processIdentity(process.pid) ?? "");
  const server = await startPostgres(join(folder, "postgres"), { settings });
  const tearDown = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // The database that PostgreSQL is made with serves as the template; clones are made from another one.
    await applyMigrations(server.url);
    provide("templateDatabase", inDatabase(server.url, "postgres"));
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

async function removeLeftoverRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const run = readText(join(folder, "run.pid"));
    if (run === "" || run === processIdentity(Number(run.split(" ")[0]))) continue;
    const data = join(folder, "postgres");
    if (existsSync(data)) await shutDown(data);
    await rm(folder, { recursive: true, force: true });
  }
}
