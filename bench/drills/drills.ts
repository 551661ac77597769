import { setTimeout as sleep } from "node:timers/promises";
import type { Play } from "./run-drill";

export type Drill = {
  what: string;
  /** Processes, one of each unless said. */
  webs?: number;
  workers?: number;
  /** Sponsors are collected from meanwhile. */
  hasRenewals?: boolean;
  play(play: Play): Promise<void>;
};

/** What a bad day at Stripe looks like. No webhook is lost for good: that is for the nightly comparison. */
const chaos = { seed: 7, duplicate: 0.2, shuffle: 0.3, delayUpTo: 500, errorAfterCommit: 0.05, lostReply: 0.05, tooManyRequests: 0.05 };
const calm = { duplicate: 0, shuffle: 0, delayUpTo: 0, errorAfterCommit: 0, lostReply: 0, tooManyRequests: 0, slowReply: 0 };

/** Kills something again and again, each time while people are being served. */
const killing =
  (kill: (play: Play, nth: number) => Promise<void>) =>
  async (play: Play): Promise<void> => {
    const { world, stream, size } = play;
    await world.control("chaos", chaos);
    for (let nth = 0; nth < size.kills; nth++) {
      await stream.passed(2);
      // Anywhere in what it does.
      await sleep((nth * 137) % 500);
      await kill(play, nth);
      await play.recover();
    }
    await world.control("chaos", calm);
  };

const killProcess = (kind: "web" | "worker") =>
  killing(async ({ world }) => {
    const [killed] = world.ofKind(kind);
    await killed?.kill();
    // Whatever looks after processes starts it again, while recovery is being waited for.
    void killed?.restart();
  });

/** Something is bad for a while, but not so bad that nobody gets through. */
const stripeTrouble =
  (trouble: object) =>
  async ({ world, stream, size, recover }: Play): Promise<void> => {
    await world.control("chaos", { seed: 7, ...trouble });
    await Promise.all([stream.passed(3), sleep(size.faultSeconds * 1000)]);
    await world.control("chaos", calm);
    await recover();
  };

/** Every drill by its name. */
export const drills = {
  "web-killed": { what: "the web process killed", hasRenewals: true, play: killProcess("web") },
  "worker-killed": { what: "the worker killed", hasRenewals: true, play: killProcess("worker") },
  "database-killed": { what: "PostgreSQL killed", hasRenewals: true, play: killing(async ({ world }) => world.killDatabase()) },
  "database-away": {
    what: "PostgreSQL can't be reached and says nothing",
    async play({ world, stream, size, recover }) {
      world.databaseGate.stall();
      await Promise.all([stream.refused(3), sleep(size.faultSeconds * 1000)]);
      world.databaseGate.open();
      await recover();
    },
  },
  "stripe-500": { what: "Stripe answers half with 500, though it did it", play: stripeTrouble({ errorAfterCommit: 0.5 }) },
  "stripe-429": { what: "Stripe turns half away with 429", play: stripeTrouble({ tooManyRequests: 0.5 }) },
  "stripe-slow": { what: "Stripe takes three seconds over each answer", play: stripeTrouble({ slowReply: 3000 }) },
  "stripe-cut": { what: "Stripe does it, and half of the answers are cut off", play: stripeTrouble({ lostReply: 0.5 }) },
} satisfies Record<string, Drill>;
