import { patienceMs } from "tests/support/wait-until";
import { setTimeout as sleep } from "node:timers/promises";
import type { SmallDisk } from "tests/support/site/small-disk";
import { startStream, type Sponsor, type Stream } from "./clients";
import { count, isQuiet, type Counts } from "./ledger";
import type { DrillWorld } from "./world";

export type Size = {
  /** How often something is killed; and how many processes of a kind are replaced, if there are so many. */
  kills: number;
  /** For how long something is away or bad, at least. */
  faultSeconds: number;
};

/** What a drill plays with. */
export type Play = {
  world: DrillWorld;
  stream: Stream;
  size: Size;
  disk: SmallDisk | null;
  /** Waits until every process is ready and all that was sent up to now is whole; the slowest is what the table shows. */
  recover: () => Promise<void>;
  /** Adds seconds of a pretend clock to what `recover` takes. */
  addPretendSeconds: (seconds: number) => void;
};

export type Result = Counts & { seconds: number };

/** A drill is red that long after recovery did not come. */
const neverMs = 2 * patienceMs;

type Options = {
  name: string;
  play: (play: Play) => Promise<void>;
  size: Size;
  sponsors?: readonly Sponsor[];
  /** What the database is on, where a drill fills it. */
  disk?: SmallDisk | null;
};

/**
 * Plays one drill beside people who give and sign up, and compares what they were answered for with the books of Stripe, Resend and the
 * database. With sponsors, their renewals are part of it.
 */
export async function runDrill(world: DrillWorld, { name, play, size, sponsors = [], disk = null }: Options): Promise<Result> {
  const stream = startStream(world, name, sponsors);
  let slowest = 0;
  let pretendSeconds = 0;
  const recover = async () => {
    const startedAt = performance.now();
    const sent = stream.sent();
    const seconds = () => (performance.now() - startedAt) / 1000;
    await untilHolds(
      async () => (await world.isReady()) && (await count(world, sent)).lost === 0,
      async () => (await count(world, sent)).details.join("\n"),
    );
    slowest = Math.max(slowest, seconds());
  };
  try {
    await stream.passed(3);
    await play({ world, stream, size, disk, recover, addPretendSeconds: (seconds) => (pretendSeconds += seconds) });
  } finally {
    await stream.stop();
  }
  const people = stream.sent();
  let counts = await count(world, people);
  // Whatever is still lost after that is lost.
  for (const deadline = performance.now() + neverMs; counts.lost > 0 && performance.now() < deadline; await sleep(250))
    counts = await count(world, people);
  await untilHolds(
    () => isQuiet(world),
    () => "webhooks or jobs are still under way",
  );
  return { ...(await count(world, people)), seconds: slowest + pretendSeconds };
}

/** Asks again and again, also while what it asks is away. @throws Error once it took too long */
async function untilHolds(holds: () => Promise<boolean>, describe: () => string | Promise<string>): Promise<void> {
  let failure: unknown = null;
  for (const deadline = performance.now() + neverMs; performance.now() < deadline; await sleep(200)) {
    try {
      if (await holds()) return;
    } catch (error) {
      failure = error;
    }
  }
  throw new Error(`recovery never came: ${await describe()}`, { cause: failure });
}
