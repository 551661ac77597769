import { build } from "../../app/commands/build.js";
import { printTable } from "../parts/statistics";
import { joinSponsors } from "./clients";
import { drills, type Drill } from "./drills";
import { runDrill, type Result, type Size } from "./run-drill";
import { startDrillWorld, waitUntilAllReady } from "./world";

const size: Size = { kills: 20, faultSeconds: 60 };
const sponsorsCount = 40;

const table: Record<string, Drill> = drills;

async function playAlone(name: string, drill: Drill): Promise<Result> {
  const world = await startDrillWorld(drill);
  try {
    const sponsors = drill.hasRenewals ? await joinSponsors(world, sponsorsCount) : [];
    await waitUntilAllReady(world);
    return await runDrill(world, { name, play: drill.play, size, sponsors });
  } finally {
    await world.stop();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in table));
if (unknown.length > 0) {
  console.log(`npm run drill -- NAME …, or all of them:`);
  for (const [name, { what }] of Object.entries(table)) console.log(`  ${name.padEnd(18)}${what}`);
  process.exit(1);
}
build();
const rows: (string | number)[][] = [];
let failed = false;
for (const [name, drill] of Object.entries(table)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name}: ${drill.what} …`);
  try {
    const { sent, lost, doubled, seconds, details } = await playAlone(name, drill);
    rows.push([name, sent, lost, doubled, seconds.toFixed(1)]);
    for (const detail of details) console.log(`  ${detail}`);
    failed ||= lost > 0 || doubled > 0;
  } catch (error) {
    console.error(error);
    rows.push([name, "", "", "", "never"]);
    failed = true;
  }
}
printTable(`Drills, ${new Date().toISOString().slice(0, 10)}`, ["drill", "sent", "lost", "doubled", "seconds to recover"], rows);
console.log(failed ? "\nRED: something was lost, came twice, or never recovered" : "\nGREEN: nothing lost, nothing twice");
process.exit(failed ? 1 : 0);
