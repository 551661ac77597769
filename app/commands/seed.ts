import { fillWithDemonstration } from "../../prisma/demonstration";
import { config } from "~/platform/config/config.server";
import { openMigratedDatabase } from "./open-migrated-database";
import { now } from "~/platform/clock";

/** npm run seed: fills an empty database with the demonstration. A live site has rooms and gifts of its own. */
if (config.mode === "live") {
  console.error(
    "This is a live site (SITE_MODE=live): it is not filled with made-up rooms and donations. Set SITE_MODE=try or dev to fill a trial one.",
  );
  process.exit(1);
}
const database = await openMigratedDatabase();
console.log(
  (await fillWithDemonstration(now()))
    ? "The database now has twelve rooms and some weeks of donations."
    : "The database has rooms already: it was left as it is.",
);
await database.stop();
