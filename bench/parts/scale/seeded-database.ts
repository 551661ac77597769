import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../../../app/platform/database/embedded-postgres/start-postgres.server";
import { inDatabase } from "../../../app/platform/database/migrations/adapter.server";
import { applyMigrations } from "../../../app/platform/database/migrations/apply-migrations.server";
import { onCleanup, temporaryFolder } from "../cleanup";
import { seedScale } from "./seed-scale";

/** A server of its own with a database that has so many gifts in it. @returns the database's address */
export async function openSeededDatabase(gifts: number): Promise<string> {
  const server = await startPostgres(join(await temporaryFolder(), "postgres"));
  onCleanup(() => server.stop());
  const url = await createDatabase(server.url, "roomlight");
  await applyMigrations(url);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const began = performance.now();
  await seedScale(pool, gifts);
  await pool.end();
  console.log(`${gifts.toLocaleString("en-GB")} gifts seeded in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
  return url;
}

/** One more database on the server of an address. @returns its address */
export async function createDatabase(url: string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return inDatabase(url, name);
}
