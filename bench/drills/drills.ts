import { setTimeout as sleep } from "node:timers/promises";
import { waitUntil } from "tests/support/wait-until";
import type { Play } from "./run-drill";
import type { DrillWorld } from "./world";

export type Drill = {
  what: string;
  /** Processes, one of each unless said. */
  webs?: number;
  workers?: number;
  /** Sponsors are collected from meanwhile. */
  hasRenewals?: boolean;
  /** On a disk of its own, that can be filled. */
  onSmallDisk?: boolean;
  /** Starts as the version before the last migration. */
  startsOld?: boolean;
  play: (play: Play) => Promise<void>;
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

/** A minute goes by for the emails that wait; ends once those that came due by it were tried. */
async function passMinute({ pool }: DrillWorld): Promise<void> {
  await pool.query(
    `UPDATE graphile_worker._private_jobs SET run_at = run_at - interval '1 minute'
     WHERE run_at > now() AND task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'send-email')`,
  );
  const areTried = async () => {
    const { rows } = await pool.query<{ due: number }>(
      "SELECT count(*)::int AS due FROM graphile_worker.jobs WHERE task_identifier = 'send-email' AND run_at < now() - interval '2 seconds'",
    );
    return rows[0]?.due === 0;
  };
  await waitUntil(areTried, () => "emails that are due are not tried");
}

async function findLeaseHolder({ pool }: DrillWorld): Promise<string | null> {
  return (await pool.query<{ holder: string | null }>("SELECT holder FROM worker_lease")).rows[0]?.holder ?? null;
}

/** Every drill by its name. */
export const drills = {
  "web-killed": { what: "the web process killed", hasRenewals: true, play: killProcess("web") },
  "worker-killed": { what: "the worker killed", hasRenewals: true, play: killProcess("worker") },
  "database-killed": { what: "PostgreSQL killed", hasRenewals: true, play: killing(async ({ world }) => world.killDatabase()) },
  "database-away": {
    what: "PostgreSQL can't be reached and says nothing",
    play: async ({ world, stream, size, recover }: Play) => {
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
  "resend-away": {
    what: "Resend gone for an hour of a pretend clock: emails that wait come due by steps of a minute",
    play: async ({ world, stream, size, recover, addPretendSeconds }: Play) => {
      world.mailGate.shut();
      await stream.passed(3);
      for (let minute = 0; minute < size.faultSeconds; minute++) await passMinute(world);
      world.mailGate.open();
      let isRecovered = false;
      const recovered = recover().finally(() => (isRecovered = true));
      for (; !isRecovered; addPretendSeconds(60)) await passMinute(world);
      await recovered;
    },
  },
  "disk-full": {
    what: "the disk of the database full",
    onSmallDisk: true,
    play: async ({ stream, disk, recover }: Play) => {
      if (!disk) throw new Error("this drill needs a disk of its own");
      const refused = stream.refused(3);
      let isRefusing = false;
      void refused.then(() => (isRefusing = true)).catch(() => (isRefusing = true));
      // Room that PostgreSQL had set aside is used up as well, until it refuses.
      for (; !isRefusing; await sleep(50)) disk.fill();
      await refused;
      disk.makeRoom();
      await recover();
    },
  },
  "clock-steps": {
    what: "the clock of the site's machine stepped an hour ahead, back, an hour behind, and right again",
    play: async ({ world, stream, recover }: Play) => {
      for (const hours of [1, 0, -1, 0]) {
        await world.setClock(hours * 3_600_000, "site");
        await stream.passed(5);
      }
      await recover();
    },
  },
  "webhooks-late": {
    what: "webhooks come three days late, by the clocks of all but PostgreSQL",
    play: async ({ world, stream, size, recover }: Play) => {
      world.refuseWebhooks(true);
      await Promise.all([stream.passed(6), sleep(size.faultSeconds * 1000)]);
      // Nobody has a form or a payment page open for three days.
      await stream.stop();
      await world.setClock(3 * 86_400_000);
      world.refuseWebhooks(false);
      await world.control("flush", {});
      await recover();
      await world.setClock(0);
    },
  },
  "active-worker-killed": {
    what: "two web processes and two workers: of the workers, the one that works killed",
    webs: 2,
    workers: 2,
    play: killing(async ({ world }, nth) => {
      const workers = world.ofKind("worker");
      const active = workers[nth % workers.length];
      const before = await findLeaseHolder(world);
      await active?.kill();
      await waitUntil(
        async () => ![before, null].includes(await findLeaseHolder(world)),
        () => "the other worker did not take over",
      );
      void active?.restart();
    }),
  },
  update: {
    what: "the version before the last migration and this one side by side, the migration between",
    webs: 2,
    workers: 2,
    startsOld: true,
    play: async ({ world, stream, size, recover }: Play) => {
      const old = (["web", "worker"] as const).flatMap((kind) => world.ofKind(kind).slice(0, size.kills));
      world.migrate();
      await stream.passed(3);
      await Promise.all(old.map(({ kind }) => world.startProcess(kind)));
      await stream.passed(5);
      for (const each of old) {
        await each.retire();
        await stream.passed(2);
      }
      await recover();
    },
  },
} satisfies Record<string, Drill>;
