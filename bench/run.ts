import { cleanUp } from "./parts/cleanup";

const benches = {
  pages: {
    what: "a kept page and an uncached one beside bare node:http; help pages by weight",
    run: async () => await (await import("./pages")).pages(),
  },
  webhooks: {
    what: "Stripe's events taken in and settled beside raw inserts; nothing lost, nothing twice",
    run: async () => await (await import("./webhooks")).webhooks(),
  },
  plans: {
    what: "the nightly reconciliation of 1,000 and 100,000 plans, killed on the way: memory, pace, page of results (six minutes)",
    run: async () => await (await import("./plans")).plans(),
  },
  claims: {
    what: "Gift Aid claims of 10,000 and 100,000 gifts prepared and written: time, memory, nothing lost to the penny",
    run: async () => await (await import("./claims")).claims(),
  },
  scale: {
    what: "the desk with 10,000 and with 1,000,000 gifts side by side: each page, and everything exported (some ten minutes, 5 GB of disk)",
    run: async () => await (await import("./scale")).scale(),
  },
  backup: {
    what: "a backup of 100,000 and of 1,000,000 gifts made and restored: time, memory (some ten minutes, 6 GB of disk)",
    run: async () => await (await import("./backup")).backup(),
  },
  load: {
    what: "visitors of every kind on two web processes and a worker, at half, whole and double pace; -- load 30 for a short try (16 minutes)",
    run: async () => await (await import("./load")).load(process.argv.slice(3)),
  },
  lighthouse: {
    what: "Lighthouse on the pages that most visitors come to, as a phone sees them (fetches Lighthouse and a Node for it, 365 MB, once)",
    run: async () => await (await import("./lighthouse")).lighthouse(),
  },
  newsletter: {
    what: "contacts synced beside the rate limit, an issue from send to accepted; -- newsletter 100000 for the large one, killed three times",
    run: async () => await (await import("./newsletter")).newsletter(),
  },
};

const wanted = process.argv[2] ?? "";
const bench = Object.entries(benches).find(([name]) => name === wanted)?.[1];
if (bench) {
  try {
    const passed = await bench.run();
    process.exitCode = passed ? 0 : 1;
  } finally {
    await cleanUp();
  }
} else {
  console.log("npm run bench -- <name>, most under two minutes, all figures as ratios within one run:");
  for (const [name, { what }] of Object.entries(benches)) console.log(`  ${name.padEnd(10)}${what}`);
  process.exitCode = wanted ? 1 : 0;
}
