import { build } from "../app/commands/build.js";
import { percentile } from "./parts/load";
import { watchMemory, type Memory } from "./parts/mixed/memory";
import { sendAtPace, type Answered, type Kind } from "./parts/mixed/pace";
import { mixedRequests } from "./parts/mixed/requests";
import type { LoadWorld } from "./parts/mixed/world";
import { printTable, reportVerdict } from "./parts/statistics";

/** Requests a second; half and twice as many are sent as well. */
const usualRate = 40;
const maxGrowth = 1.1;
const maxWebBytes = 300 * 1_048_576;
const kinds: readonly Kind[] = ["page", "form", "webhook", "supporter"];

type Run = { rate: number; answered: Answered; memory: Memory; waiting: number };

/**
 * Visitors of every kind at once, at half, whole and double pace: 80 in 100 ask for pages, 10 send forms, 5 are Stripe's events and 5 people
 * on their own pages; two web processes and one worker over one PostgreSQL. Linux alone.
 * @param words how many seconds each pace lasts: 300 unless said
 * @returns whether nothing failed, no process grew by more than a tenth after the first minute, and a web process held under 300 MiB
 */
export async function load(words: readonly string[]): Promise<boolean> {
  const seconds = Number(words[0] ?? 300);
  if (!(seconds >= 5)) throw new Error("say how many seconds each pace lasts: npm run bench -- load 300");
  build();
  // The site's own settings are its processes'; this one has none.
  process.env["SITE_MODE"] = "test";
  const { openLoadWorld } = await import("./parts/mixed/world");
  const world = await openLoadWorld();
  const runs: Run[] = [];
  for (const rate of [usualRate / 2, usualRate, usualRate * 2]) runs.push(await runAt(world, rate, seconds));
  printRuns(runs);
  const flaws = runs.flatMap(findFlaws);
  for (const flaw of flaws) console.log(`  WRONG: ${flaw}`);
  return reportVerdict(flaws.length === 0, "no errors, no process that grows, and a web process under 300 MiB");
}

async function runAt(world: LoadWorld, rate: number, seconds: number): Promise<Run> {
  // A form in four is a donation, and a request in ten a form; some more, since it is drawn by lot.
  await world.addDonationKeys(Math.ceil(rate * seconds * 0.1 * 0.25 * 1.3) + 10);
  const watch = watchMemory(world.processes);
  const answered = await sendAtPace(world.webPorts, rate, seconds, mixedRequests(world.known));
  const memory = watch.stop();
  const { rows } = await world.database.query<{ count: number }>(
    "SELECT count(*)::int FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts",
  );
  return { rate, answered, memory, waiting: rows[0]?.count ?? 0 };
}

function printRuns(runs: readonly Run[]): void {
  const ms = (waits: readonly number[], share: number) => percentile(Float64Array.from(waits).toSorted(), share).toFixed(1);
  const mebibytes = (bytes: number) => Math.round(bytes / 1_048_576);
  printTable(
    "Answers",
    ["", "answered", "a second", "p50 ms", "p99 ms", "errors", "jobs waiting"],
    runs.flatMap(({ rate, answered, waiting }) => {
      const all = kinds.flatMap((kind) => answered.waits[kind]);
      const errors = [...answered.errors.values()].reduce((sum, count) => sum + count, 0);
      return [
        [`${rate} a second`, all.length, (all.length / answered.seconds).toFixed(1), ms(all, 0.5), ms(all, 0.99), errors, waiting],
        ...kinds.map((kind) => {
          const waits = answered.waits[kind];
          return [`  ${kind}`, waits.length, (waits.length / answered.seconds).toFixed(1), ms(waits, 0.5), ms(waits, 0.99), "", ""];
        }),
      ];
    }),
  );
  printTable(
    "Memory of each process, MiB",
    ["", "start", "after the first minute", "middle", "end", "at most", "processor, of one"],
    runs.flatMap(({ rate, memory }) =>
      Object.entries(memory).map(([name, { start, settled, middle, end, most, processor }]) => [
        `${rate} a second: ${name}`,
        ...[start, settled, middle, end, most].map(mebibytes),
        `${Math.round(processor * 100)} %`,
      ]),
    ),
  );
}

function findFlaws({ rate, answered, memory }: Run): string[] {
  const flaws = [...answered.errors].map(([what, times]) => `${rate} a second: ${what}, ${times} times`);
  for (const [name, { settled, end, most }] of Object.entries(memory)) {
    if (end > settled * maxGrowth)
      flaws.push(`${rate} a second: ${name} grew by ${Math.round((end / settled - 1) * 100)} % after its first minute`);
    if (name.startsWith("web") && most >= maxWebBytes) flaws.push(`${rate} a second: ${name} held ${Math.round(most / 1_048_576)} MiB`);
  }
  return flaws;
}
