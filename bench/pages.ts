import { join } from "node:path";
import { build } from "../app/commands/build.js";
import { medianOf, printTable, formatRatio, reportVerdict } from "./parts/statistics";
import { fetchRaw } from "./parts/fetch-raw";
import { weighHelpPages } from "./parts/help-pages";
import { measureBlockedRender } from "./parts/blocked-render";
import { expectAllOk, repeatFor, get, load, percentile, repeatTimes } from "./parts/load";
import { freePorts, startBareServer, startSite, type MeasuredProcess } from "./parts/measured-process";
import { startStallingProxy } from "./parts/stalling-proxy";
import { temporaryFolder } from "./parts/cleanup";

/** Many short rounds rather than few long ones: neighbours on the machine then disturb a round whole, and its ratios little. */
const rounds = 20;
const maxRatio = 1.3;

type Variant = { name: string; server: MeasuredProcess; port: number; path: string; requests: number; connections: number };
type Round = { cpu: number; rate: number; p50: number; p99: number };

/**
 * What a kept page costs beside the least that Node can do, and beside one that is made for its visitor. All arms take
 * turns in each round, so that a busy machine is as busy for one as for another.
 * @returns whether a kept page costs at most 1.3 times the bare server's processor time
 */
export async function pages(): Promise<boolean> {
  build();
  const dataDir = await temporaryFolder();
  const [stripePort = 0, mailPort = 0, hmrcPort = 0, ...more] = await freePorts(6);
  const proxy = await startStallingProxy(stripePort);
  const ports = {
    SANDBOX_STRIPE_PORT: String(stripePort),
    SANDBOX_RESEND_PORT: String(mailPort),
    SANDBOX_HMRC_PORT: String(hmrcPort),
    STRIPE_API_URL: proxy.url,
  };
  const site = await startSite(join(dataDir, "site"), { SITE_MODE: "try", ...ports });
  // A process of its own, so that what a render leaves behind to be cleared away is not counted as a kept page's.
  const morePorts = { SANDBOX_STRIPE_PORT: String(more[0]), SANDBOX_RESEND_PORT: String(more[1]), SANDBOX_HMRC_PORT: String(more[2]) };
  const maker = await startSite(join(dataDir, "maker"), { SITE_MODE: "try", ...morePorts });
  const cachedResponse = await fetchCachedPage(site.port);
  const { "content-type": type = "", "content-length": length = "", "content-encoding": encoding = "" } = cachedResponse.head;
  const bare = await startBareServer({ "content-type": type, "content-length": length, "content-encoding": encoding }, cachedResponse.body);
  const sameHead = await startBareServer(cachedResponse.head, cachedResponse.body);
  const fast = { path: "/", requests: 3000, connections: 16 };
  const arms = {
    bare: { name: "bare node:http, same bytes", server: bare, port: bare.port, ...fast },
    sameHead: { name: "bare node:http, same bytes and headers", server: sameHead, port: sameHead.port, ...fast },
    kept: { name: "kept page /", server: site, port: site.port, ...fast },
    donate: { name: "kept page /donate", server: site, port: site.port, ...fast, path: "/donate" },
    made: {
      name: "uncached page /donate?amount=20",
      server: maker,
      port: maker.port,
      path: "/donate?amount=20",
      requests: 40,
      connections: 4,
    },
  };
  console.log(
    `Page of ${cachedResponse.body.length} bytes (${encoding}); ${fast.connections} connections, for the uncached page ${arms.made.connections}; ${rounds} rounds, each arm in turn.`,
  );
  const found = await runInterleaved(arms);

  printTable(
    "Medians over all rounds",
    ["", "CPU µs/request", "requests/s", "p50 ms", "p99 ms"],
    Object.entries(arms).map(([key, { name }]) => {
      const of = found[key as keyof typeof arms];
      return [
        name,
        medianOf(of, ({ cpu }) => cpu).toFixed(1),
        Math.round(medianOf(of, ({ rate }) => rate)),
        ms(medianOf(of, ({ p50 }) => p50)),
        ms(medianOf(of, ({ p99 }) => p99)),
      ];
    }),
  );
  const against = (rows: Round[], base: Round[], figure: (round: Round) => number) =>
    rows.map((row, index) => figure(row) / figure(base[index] ?? row));
  const cost = against(found.kept, found.bare, ({ cpu }) => cpu);
  const row = (name: string, rows: Round[], base: Round[]) => [
    name,
    ...[(r: Round) => r.cpu, (r: Round) => r.rate, (r: Round) => r.p99].map((figure) => formatRatio(against(rows, base, figure))),
  ];
  printTable(
    "Ratios within each round",
    ["", "CPU", "requests/s", "p99"],
    [
      row("kept : bare", found.kept, found.bare),
      row("kept : bare with its headers", found.kept, found.sameHead),
      row("kept /donate : bare", found.donate, found.bare),
      row("uncached : bare", found.made, found.bare),
      row("uncached : kept", found.made, found.kept),
    ],
  );

  await measureBesideRenders(arms.kept, { ...arms.made, port: site.port });
  await measureBlockedRender(site, proxy);
  await weighHelpPages(site);
  const ratio = medianOf(cost, (each) => each);
  return reportVerdict(
    ratio <= maxRatio,
    `a kept page costs ${ratio.toFixed(2)} times bare node:http in processor time (mark: at most ${maxRatio})`,
  );
}

const ms = (micros: number) => (micros / 1000).toFixed(2);

async function runInterleaved<Name extends string>(arms: Record<Name, Variant>): Promise<Record<Name, Round[]>> {
  const names = Object.keys(arms) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<Name, Round[]>;
  for (let warm = 0; warm < 3; warm++) for (const name of names) await runRound(arms[name]);
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another arm: none always follows the same neighbour.
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      if (name) found[name].push(await runRound(arms[name]));
    }
  }
  return found;
}

async function runRound({ server, port, path, requests, connections }: Variant): Promise<Round> {
  const before = await server.cpu();
  const answered = await load({ port, next: repeatTimes(requests, get(path)), connections });
  const spent = (await server.cpu()) - before;
  expectAllOk(answered);
  const { latencies } = answered;
  return {
    cpu: spent / latencies.length,
    rate: latencies.length / answered.seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

/** How long a kept page keeps its visitors waiting while others have pages made for them. */
async function measureBesideRenders(kept: Variant, made: Variant): Promise<void> {
  const waits = async (crowd: number) => {
    const others = crowd > 0 ? load({ port: made.port, next: repeatFor(0.8, get(made.path)), connections: crowd }) : null;
    const own = await load({ port: kept.port, next: repeatFor(0.8, get(kept.path)), connections: 1 });
    if (others) expectAllOk(await others);
    expectAllOk(own);
    return own.latencies;
  };
  const crowds = [0, 1, 4];
  const found = crowds.map(() => [] as Float64Array[]);
  for (let round = 0; round < 5; round++) for (const [index, crowd] of crowds.entries()) found[index]?.push(await waits(crowd));
  printTable(
    "One reader of the kept page, while others have /donate?amount=20 made without a pause",
    ["", "p50 ms", "p99 ms"],
    crowds.map((crowd, index) => {
      const all = found[index] ?? [];
      return [
        crowd === 0 ? "alone" : `beside ${crowd}`,
        ms(medianOf(all, (each) => percentile(each, 0.5))),
        ms(medianOf(all, (each) => percentile(each, 0.99))),
      ];
    }),
  );
}

/** The home page as the site has it ready: head and compressed bytes. Asked until it is kept. */
async function fetchCachedPage(port: number): Promise<{ head: Record<string, string>; body: Buffer }> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await new Promise((done) => setTimeout(done, 200))) {
    const { head, body } = await fetchRaw(port, "/");
    // Only what is kept has a known length and an etag; a page that is being made comes in pieces.
    if (head["content-length"] && head["etag"]) return { head, body };
  }
  throw new Error("the home page is not kept");
}
