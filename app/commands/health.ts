import { judgeHealth, summarizeHealth } from "~/desk/health/checks";
import { gatherHealthFacts } from "~/desk/health/health-facts.server";
import { recordBackup } from "~/desk/health/watch-health.server";
import { now } from "~/platform/clock";
import { openMigratedDatabase } from "./open-migrated-database";

/** `npm run health` says how the site is, and ends with 1 where anything is red; `npm run health -- backup-made` records a backup. */

const [command = "look", ...more] = process.argv.slice(2);

async function look(): Promise<void> {
  const results = judgeHealth(await gatherHealthFacts(), now());
  for (const { level, title, text, advice } of results) console.log(`${level.padEnd(6)} ${title}: ${text}${advice ? ` ${advice}` : ""}`);
  console.log(summarizeHealth(results));
  if (results.some(({ level }) => level === "red")) process.exitCode = 1;
}

async function noteBackup(): Promise<void> {
  await recordBackup();
  console.log("Noted: a backup was made just now.");
}

const verbs: Record<string, () => Promise<void>> = { look, "backup-made": noteBackup };
const verb = Object.hasOwn(verbs, command) && more.length === 0 ? verbs[command] : undefined;
if (verb) {
  const database = await openMigratedDatabase();
  try {
    await verb();
  } finally {
    await database.stop();
  }
} else {
  console.error("Write `npm run health`, or `npm run health -- backup-made` at the end of what makes backups.");
  process.exitCode = 1;
}
