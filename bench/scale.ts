import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { build } from "../app/commands/build.js";
import { temporaryFolder } from "./parts/cleanup";
import { openDesk, type DeskVisitor } from "./parts/scale/desk-visitor";
import { freePorts, startSite, type MeasuredProcess } from "./parts/measured-process";
import { openSeededDatabase } from "./parts/scale/seeded-database";
import { median, reportVerdict } from "./parts/statistics";

const sizes = process.env["BENCH_SMALL"] ? ([1_000, 10_000] as const) : ([10_000, 1_000_000] as const);
const rounds = 9;
const slowRounds = 3;
const maxRatio = 3;
const maxMs = 300;
const maxMemory = 64 * 1024 * 1024;
/** Node collects lazily where it may take more: what is really needed shows in a heap that is no larger. */
const heapMebibytes = 256;
const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;

type Page = { name: string; path: (world: World) => string };
type World = {
  gifts: number;
  visitor: DeskVisitor;
  site: MeasuredProcess;
  rare: string;
  common: string;
  person: string;
  heaviest: string;
  gift: string;
};

const pages: Page[] = [
  { name: "overview", path: () => "/desk" },
  { name: "overview of a year", path: () => `/desk?from=${daysAgo(365)}&to=${daysAgo(0)}` },
  { name: "list", path: () => "/desk/gifts" },
  { name: "list, added up", path: () => "/desk/gifts?sum=all" },
  {
    name: "filtered list",
    path: () => `/desk/gifts?kind=once&giftaid=declared&min=30&from=${daysAgo(700)}&to=${daysAgo(200)}`,
  },
  { name: "filtered: went back, by Direct Debit", path: () => "/desk/gifts?returned=yes&method=bacs_debit" },
  { name: "filtered: one sponsorship status", path: () => "/desk/gifts?status=disputed" },
  { name: "last page", path: () => "/desk/gifts?last=yes" },
  { name: "search by name, misspelt", path: ({ rare }) => `/desk/gifts?s=${rare}` },
  { name: "search by a very common name", path: ({ common }) => `/desk/gifts?s=${common}` },
  { name: "a gift", path: ({ gift }) => `/desk/gifts/${gift}` },
  { name: "people", path: () => "/desk/people" },
  { name: "people, last page", path: () => "/desk/people?last=yes" },
  { name: "people: gave 500 in all, no Gift Aid", path: () => "/desk/people?total=500&giftaid=none" },
  { name: "people, misspelt", path: ({ rare }) => `/desk/people?s=${rare}` },
  { name: "a person's page", path: ({ person }) => `/desk/people/${person}` },
  { name: "of the one who gave most often", path: ({ heaviest }) => `/desk/people/${heaviest}` },
  { name: "sponsorships", path: () => "/desk/sponsorships" },
  { name: "sponsorships, last page", path: () => "/desk/sponsorships?last=yes" },
  { name: "what can be claimed now", path: () => "/desk/gift-aid" },
  { name: "ready to be claimed, row by row", path: () => "/desk/gift-aid?show=ready" },
  { name: "held back for its details", path: () => "/desk/gift-aid?show=details" },
  { name: "newsletter at the desk", path: () => "/desk/newsletter" },
  { name: "home page", path: () => "/" },
  { name: "donate", path: () => "/donate" },
  { name: "sponsor", path: () => "/sponsor" },
  { name: "rooms.json", path: () => "/rooms.json" },
];

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/**
 * The desk and the public pages of a charity with ten thousand gifts beside one with a million: both sites run, and each page is asked of both
 * in turn. Then everything is exported from both. BENCH_DATABASES names two that were filled before, with a comma between.
 * @returns whether a hundred times as many gifts take at most three times as long and 300 ms, and exports stay flat in memory
 */
export async function scale(): Promise<boolean> {
  build();
  const worlds: World[] = [];
  const seeded = process.env["BENCH_DATABASES"]?.split(",") ?? [];
  for (const [index, size] of sizes.entries()) worlds.push(await openWorld(size, seeded[index] ?? (await openSeededDatabase(size))));
  const [small, large] = worlds as [World, World];
  const missed: string[] = [];
  const named = (size: number) => `${size.toLocaleString("en-GB")} gifts`;
  const say = (cells: string[]) =>
    console.log(`  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(40) : cell.padStart(17))).join("")}`);
  console.log(`\nMedians of ${rounds} rounds, of ${slowRounds} where they take seconds`);
  say(["", named(small.gifts), named(large.gifts), "ratio", ""]);
  for (const page of pages) {
    const [few, many] = await measurePage(page, small, large);
    const isKept = many <= maxMs && many <= few * maxRatio;
    if (!isKept) missed.push(page.name);
    say([page.name, `${few.toFixed(0)} ms`, `${many.toFixed(0)} ms`, (many / few).toFixed(2), isKept ? "PASS" : "MISS"]);
  }

  console.log("\nEverything exported");
  say(["", "time", "lines", "bytes", "memory at most", "beyond the start", ""]);
  for (const format of ["csv", "ods"] as const)
    for (const world of worlds) {
      const { seconds, lines, bytes, grown, peak } = await exportAll(world, format);
      const isKept = grown <= maxMemory && (format === "ods" || lines > world.gifts * 0.9);
      if (!isKept) missed.push(`export of ${named(world.gifts)} as ${format}`);
      const kept = isKept ? "PASS" : "MISS";
      say([
        `${named(world.gifts)}, ${format}`,
        `${seconds.toFixed(1)} s`,
        // A spreadsheet is compressed: its bytes show no lines.
        format === "csv" ? String(lines) : "–",
        mebibytes(bytes),
        mebibytes(peak),
        mebibytes(grown),
        kept,
      ]);
    }
  return reportVerdict(
    missed.length === 0,
    `at ${named(large.gifts)} pages take at most ${maxRatio} times as long as at ${named(small.gifts)} and ${maxMs} ms, exports ${mebibytes(maxMemory)} beyond the start${missed.length > 0 ? `; not: ${missed.join(", ")}` : ""}`,
  );
}

async function measurePage({ path }: Page, ...worlds: [World, World]): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = -2, left = rounds; left > 0; round++) {
    for (const [index, world] of worlds.entries()) {
      const took = await world.visitor.get(path(world));
      if (round >= 0) times[index as 0 | 1].push(took);
      if (took > 2000) left = Math.min(left, slowRounds);
    }
    if (round >= 0) left -= 1;
  }
  return [median(times[0]), median(times[1])];
}

async function exportAll({ visitor, site }: World, format: "csv" | "ods") {
  await visitor.signIn();
  // What the first export of a process leaves behind is no part of what a larger one takes.
  await visitor.exportList(`/desk/gifts/export?from=${daysAgo(30)}`, format);
  const before = await site.memory();
  const began = performance.now();
  const { lines, bytes } = await visitor.exportList("/desk/gifts/export", format);
  const { peak } = await site.memory();
  return { seconds: (performance.now() - began) / 1000, lines, bytes, peak, grown: Math.max(0, peak - before.rss) };
}

async function openWorld(gifts: number, url: string): Promise<World> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Pick<World, "person" | "heaviest" | "gift">>(
    `SELECT md5('s' || 77) AS person, md5('s' || 7) AS heaviest, (SELECT id FROM donation WHERE status = 'paid' ORDER BY paid_at DESC LIMIT 1) AS gift`,
  );
  const [ids] = rows;
  if (!ids) throw new Error("nothing was seeded");
  const [stripe = "", resend = "", hmrc = ""] = (await freePorts(3)).map(String);
  const ports = { SANDBOX_STRIPE_PORT: stripe, SANDBOX_RESEND_PORT: resend, SANDBOX_HMRC_PORT: hmrc };
  const site = await startSite(join(await temporaryFolder(), "site"), {
    SITE_MODE: "try",
    DATABASE_URL: url,
    ...ports,
    NODE_OPTIONS: `--max-old-space-size=${heapMebibytes}`,
  });
  // What was seeded is looked at for Gift Aid by the site's own job, minutes for a million.
  const countMarks = async () => (await client.query("SELECT FROM open_gift_mark LIMIT 1")).rowCount;
  while ((await countMarks()) !== 0) await sleep(1000);
  await client.query("VACUUM ANALYZE open_gift, open_gift_total, open_gift_mark");
  await client.end();
  const visitor = openDesk(site.url);
  await visitor.signIn();
  return { gifts, visitor, site, ...ids, rare: await visitor.search("Hawthorntwaite"), common: await visitor.search("smith") };
}
