import { statfs } from "node:fs/promises";
import type { ReconciliationKind } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db, pool } from "~/platform/database/db.server";
import { listFailedJobs } from "~/platform/jobs/failed-jobs.server";
import { isWorkerAlive } from "~/platform/jobs/worker-lease.server";
import { reconciliationWords } from "~/platform/reconciliation/kinds";
import type { HealthFacts } from "./checks";
import { getKeyFacts } from "./key-sightings.server";

const daysAgo = (days: number) => new Date(now().getTime() - days * 24 * 3_600_000);

/** Everything that the checks judge, as it is now. */
export async function gatherHealthFacts(): Promise<HealthFacts> {
  const [worker, failedJobs, lateJobs, stripeEvents, resendEvents, emails, comparisons, disk, backup, keys] = await Promise.all([
    getWorkerFacts(),
    listFailedJobs(1).then(({ jobs, count }) => ({ count, since: jobs[0]?.since ?? null })),
    getLateJobs(),
    getStripeEventFacts(),
    getResendEventFacts(),
    getEmailFacts(),
    getComparisonFacts(),
    getDiskFacts(),
    db.backupRecord.findFirst({ orderBy: { finishedAt: "desc" } }).then((last) => ({ lastAt: last?.finishedAt ?? null })),
    getKeyFacts(),
  ]);
  return { worker, failedJobs, lateJobs, stripeEvents, resendEvents, emails, comparisons, disk, backup, keys };
}

async function getWorkerFacts(): Promise<HealthFacts["worker"]> {
  const [isAlive, lease] = await Promise.all([isWorkerAlive(pool), db.workerLease.findFirst({ select: { heartbeatAt: true } })]);
  return { isAlive, lastBeatAt: lease?.heartbeatAt ?? null };
}

/** Higher priorities than 0 are work in bulk, such as a long list on its way to Resend, which may take hours. */
async function getLateJobs(): Promise<HealthFacts["lateJobs"]> {
  const [row] = await db.$queryRaw<{ count: number; oldestSeconds: number }[]>`
    SELECT count(*)::int AS count, coalesce(extract(epoch FROM clock_timestamp() - min(run_at)), 0)::float AS "oldestSeconds"
    FROM graphile_worker.jobs
    WHERE locked_at IS NULL AND attempts < max_attempts AND priority <= 0 AND run_at < clock_timestamp() - interval '10 minutes'`;
  return row ?? { count: 0, oldestSeconds: 0 };
}

async function getStripeEventFacts(): Promise<HealthFacts["stripeEvents"]> {
  const lastRuns = await Promise.all((["donations", "plans"] as const).map(findLastRun));
  const [row] = await db.$queryRaw<{ lastAt: Date | null; waitingSeconds: number }[]>`
    SELECT (SELECT max(received_at) FROM stripe_event) AS "lastAt",
      coalesce(extract(epoch FROM clock_timestamp() - (SELECT min(received_at) FROM stripe_event WHERE enqueued_at IS NULL)), 0)::float
        AS "waitingSeconds"`;
  const healed = lastRuns.reduce((sum, run) => sum + (run?.healed ?? 0), 0);
  return { lastAt: row?.lastAt ?? null, waitingSeconds: row?.waitingSeconds ?? 0, healed };
}

async function getResendEventFacts(): Promise<HealthFacts["resendEvents"]> {
  const last = await db.resendEvent.findFirst({ orderBy: { receivedAt: "desc" }, select: { receivedAt: true } });
  const after = last && last.receivedAt > daysAgo(7) ? last.receivedAt : daysAgo(7);
  const untold = await db.outgoingEmail.findFirst({
    where: { sentAt: { gt: after } },
    orderBy: { sentAt: "asc" },
    select: { sentAt: true },
  });
  return { lastAt: last?.receivedAt ?? null, untoldSince: untold?.sentAt ?? null };
}

async function getEmailFacts(): Promise<HealthFacts["emails"]> {
  const week = daysAgo(7);
  const count = (type: string) => db.resendEvent.count({ where: { type, receivedAt: { gt: week } } });
  const [single, issues, bounced, complained, refused, waiting] = await Promise.all([
    db.outgoingEmail.count({ where: { sentAt: { gt: week } } }),
    db.issue.aggregate({ where: { sentAt: { gt: week } }, _sum: { audienceSize: true } }),
    count("email.bounced"),
    count("email.complained"),
    db.outgoingEmail.count({ where: { refusal: { not: null }, createdAt: { gt: week } } }),
    // Only what a job still is to send: an email that nobody needs any more has none.
    db.$queryRaw<{ since: Date | null }[]>`
      SELECT min(email.created_at) AS since FROM graphile_worker.jobs AS job
      JOIN outgoing_email AS email ON job.key = 'send-email:' || email.id
      WHERE job.task_identifier = 'send-email' AND job.attempts < job.max_attempts`,
  ]);
  return { sent: single + (issues._sum.audienceSize ?? 0), bounced, complained, refused, waitingSince: waiting[0]?.since ?? null };
}

const findLastRun = (kind: ReconciliationKind) => db.reconciliation.findFirst({ where: { kind }, orderBy: { startedAt: "desc" } });

async function getComparisonFacts(): Promise<HealthFacts["comparisons"]> {
  const kinds = Object.keys(reconciliationWords) as ReconciliationKind[];
  return await Promise.all(
    kinds.map(async (kind) => {
      const { title } = reconciliationWords[kind];
      // One that runs just now says nothing yet: the one before does.
      const run =
        (await db.reconciliation.findFirst({ where: { kind, finishedAt: { not: null } }, orderBy: { startedAt: "desc" } })) ??
        (await findLastRun(kind));
      return run ? { title, startedAt: run.startedAt, finishedAt: run.finishedAt, open: run.open } : { title, startedAt: null };
    }),
  );
}

async function getDiskFacts(): Promise<HealthFacts["disk"]> {
  if (config.databaseUrl !== null) return null;
  try {
    const { bavail, blocks, bsize } = await statfs(config.dataDir);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    // Gone or unreadable: as bad as full.
    return { freeBytes: 0, totalBytes: 0 };
  }
}
