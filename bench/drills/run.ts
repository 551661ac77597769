import { mountSmallDisk } from "tests/support/site/small-disk";
import { build } from "../../app/commands/build.js";
import { printTable } from "../parts/statistics";
import { joinSponsors } from "./clients";
import { drills, type Drill } from "./drills";
import { buildOldVersion } from "./old-version";
import { runDrill, type Result, type Size } from "./run-drill";
import { startDrillWorld, waitUntilAllReady } from "./world";

const size: Size = { kills: 20, faultSeconds: 60 };
const sponsorsCount = 40;
const table: Record<string, Drill> = drills;

/** Plays a drill on a world of its own. @returns why it can't be played here, or what came of it */
async function playAlone(name: string, drill: Drill): Promise<Result | string> {
  const mounted = drill.onSmallDisk ? mountSmallDisk() : null;
  if (mounted && !mounted.disk) return mounted.reason;
  const disk = mounted?.disk ?? null;
  const old = drill.startsOld ? buildOldVersion() : null;
  if (drill.startsOld) console.log(old ? `  the old version is ${old.commit}` : "  there is no older version here: this one plays both");
  const { webs, workers, hasRenewals, play } = drill;
  try {
    const world = await startDrillWorld({ webs, workers, parentFolder: disk?.folder, code: old?.folder });
    try {
      const sponsors = hasRenewals ? await joinSponsors(world, sponsorsCount) : [];
      await waitUntilAllReady(world);
      return await runDrill(world, { name, play, size, sponsors, disk });
    } finally {
      await world.stop();
    }
  } finally {
    disk?.remove();
    old?.remove();
  }
}

const wanted = process.argv.slice(2);
if (wanted.some((name) => !(name in table))) {
  console.log("npm run drill -- NAME …, or without a name all of them:");
  for (const [name, { what }] of Object.entries(table)) console.log(`  ${name.padEnd(22)}${what}`);
  process.exit(1);
}
build();
const rows: (string | number)[][] = [];
let failed = false;
for (const [name, drill] of Object.entries(table)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name}: ${drill.what} …`);
  try {
    const result = await playAlone(name, drill);
    if (typeof result === "string") {
      console.log(`  not played: ${result}`);
      rows.push([name, "not played", "", "", ""]);
      continue;
    }
    const { sent, lost, doubled, seconds, details } = result;
    console.log(`  sent ${sent}, lost ${lost}, doubled ${doubled}, recovered within ${seconds.toFixed(1)} s`);
    for (const detail of details) console.log(`  ${detail}`);
    rows.push([name, sent, lost, doubled, seconds.toFixed(1)]);
    failed ||= lost > 0 || doubled > 0;
  } catch (error) {
    console.error(error);
    rows.push([name, "", "", "", "never"]);
    failed = true;
  }
}
printTable(`Drills, ${new Date().toISOString().slice(0, 10)}`, ["drill", "sent", "lost", "doubled", "seconds to recover"], rows);
console.log(failed ? "\nRED: something was lost, came twice or never recovered" : "\nGREEN: nothing lost, nothing twice");
process.exit(failed ? 1 : 0);
