import { pendingMigrations } from "../database/migrations/apply-migrations.server";
import { createPool } from "../database/db.server";
import { right, wrong, type Finding } from "./finding";

const oldestMajor = 15;

/** Asks the PostgreSQL at an address whether it is there, new enough and migrated. */
export async function inspectDatabase(url: string): Promise<Finding> {
  const pool = createPool(url, { max: 1, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  try {
    const { rows } = await pool.query<{ major: number }>("SELECT current_setting('server_version_num')::int / 10000 AS major");
    const major = rows[0]?.major ?? 0;
    if (major < oldestMajor) return wrong("Database", `it is PostgreSQL ${major}`, `Use PostgreSQL ${oldestMajor} or later`);
    const pending = await pendingMigrations(pool);
    if (pending.length > 0)
      return wrong("Database", `it lacks ${pending.length} migrations`, "Run `npm run migrate` before the site starts");
    return right("Database", `PostgreSQL ${major} answers, and is migrated`);
  } catch (error) {
    const { code } = error as { code?: unknown };
    return wrong(
      "Database",
      `it does not answer (${typeof code === "string" ? code : "no connection"})`,
      "See that it runs, and that name, password and host in DATABASE_URL are right",
    );
  } finally {
    await pool.end();
  }
}
