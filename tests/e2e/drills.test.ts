import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinSponsors, type Sponsor } from "../../bench/drills/clients";
import { drills } from "../../bench/drills/drills";
import { runDrill } from "../../bench/drills/run-drill";
import { startDrillWorld, type DrillWorld } from "../../bench/drills/world";

let world: DrillWorld;
let sponsors: Sponsor[];
beforeAll(async () => {
  world = await startDrillWorld({ webs: 2, workers: 2 });
  sponsors = await joinSponsors(world, 2);
});
afterAll(() => world.stop());

/** The short form of `npm run drill`: each once, on one world of two web processes and two workers. The others have tests of their own: full-disk.test.ts, and outage.test.ts for a silent database. */
const short = [
  "active-worker-killed",
  "web-killed",
  "database-killed",
  "stripe-500",
  "stripe-429",
  "stripe-cut",
  "resend-away",
  "update",
  // Three days on: it is the last.
  "webhooks-late",
] as const;

describe("nothing is lost and nothing comes twice", () => {
  it.each(short)("%s", async (name) => {
    const ofWorkers = name === "active-worker-killed" ? sponsors : [];
    const { sent, ...rest } = await runDrill(world, {
      name,
      play: drills[name].play,
      size: { kills: 1, faultSeconds: 1 },
      sponsors: ofWorkers,
    });
    expect(rest).toMatchObject({ lost: 0, doubled: 0, details: [] });
    expect(sent).toBeGreaterThan(ofWorkers.length + 3);
  });
});
