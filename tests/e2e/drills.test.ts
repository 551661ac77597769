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

/** The short form of `npm run drill`: each once, on one world of two web processes and two workers. The disk is filled in full-disk.test.ts. */
const short = [
  "active-worker-killed",
  "web-killed",
  "database-killed",
  "database-away",
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

it("two web processes are one site, and a worker shows nobody a page", async () => {
  const [worker] = world.ofKind("worker");
  expect((await fetch(`http://127.0.0.1:${worker?.port}/donate`)).status).toBe(404);
  const { rows } = await world.pool.query<{ token: string }>("SELECT token FROM donation WHERE status = 'paid' LIMIT 1");
  const seen = await Promise.all(
    world.ofKind("web").map(async ({ port }) => await (await fetch(`http://127.0.0.1:${port}/thank-you/${rows[0]?.token}`)).text()),
  );
  expect(seen).toEqual([expect.stringContaining("£30"), expect.stringContaining("£30")]);
});
