import { config } from "~/platform/config/config.server";
import { openDatabase } from "~/platform/database/db.server";
import { MigrationsRefused } from "~/platform/database/migrations/apply-migrations.server";

/** The database, for a command. One that lacks migrations ends the command, in words. */
export async function openMigratedDatabase(): ReturnType<typeof openDatabase> {
  try {
    return await openDatabase(config);
  } catch (error) {
    console.error(error instanceof MigrationsRefused ? error.message : error);
    process.exit(1);
  }
}
