import { openDatabase } from "~/platform/database/db.server";
import { applyMigrations, pendingMigrations } from "~/platform/database/migrations/apply-migrations.server";
import { createMigration } from "~/platform/database/migrations/create-migration.server";

/** `npm run migrate`, `npm run migrate -- create <name>`, `npm run migrate -- status`. */

const [command = "apply", ...names] = process.argv.slice(2);

async function apply(url: string) {
  const applied = await applyMigrations(url);
  if (applied.length === 0) return console.log("The database is up to date: there was nothing to apply.");
  console.log(`Applied ${applied.length === 1 ? "one migration" : `${applied.length} migrations`}:`);
  for (const name of applied) console.log(`  ${name}`);
}

async function status(url: string) {
  const pending = await pendingMigrations(url);
  if (pending.length === 0) return console.log("The database is up to date.");
  console.log("These migrations are not in the database yet; `npm run migrate` applies them:");
  for (const name of pending) console.log(`  ${name}`);
  process.exitCode = 1;
}

async function create(nameParts: string[]) {
  const name = nameParts
    .join("_")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_");
  if (!name) {
    process.exitCode = 1;
    return console.log("Say what changes, such as: npm run migrate -- create add_receipts");
  }
  const file = await createMigration(name);
  if (!file) return console.log("The migrations already lead to the schema: there is nothing to write.");
  console.log(`Wrote ${file}\nRead it before you commit it: dropped columns and tables take their data with them.`);
}

/** Only these read the configuration: a new migration can be written without any. */
async function withDatabase(task: (url: string) => Promise<void>) {
  const { config } = await import("~/platform/config/config.server");
  const database = await openDatabase(config, { migrate: false });
  try {
    await task(database.url);
  } finally {
    await database.stop();
  }
}

try {
  if (command === "apply") await withDatabase(apply);
  else if (command === "status") await withDatabase(status);
  else if (command === "create") await create(names);
  else throw new Error(`There is no \`${command}\`: leave it out to apply migrations, or write create <name> or status`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
