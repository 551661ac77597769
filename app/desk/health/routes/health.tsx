import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReconciliationKind } from "~/../prisma/client/client";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { listFailedJobs, retryFailedJob } from "~/platform/jobs/failed-jobs.server";
import { formatDateTime } from "~/platform/london-dates";
import { lookUp } from "~/platform/query-values";
import { reconciliationWords } from "~/platform/reconciliation/kinds";
import { listRuns } from "~/platform/reconciliation/reconciliations.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { judgeHealth, summarizeHealth } from "../checks";
import { gatherHealthFacts } from "../health-facts.server";
import { getDatabaseSize, hrefOfAbout, listEventDays, listUndelivered } from "../health-lists.server";
import { CheckList, ComparisonTable, EventTable, FailedJobTable, KeyTable, UndeliveredTable } from "../ui/health-parts";

export const meta: MetaFunction = () => [{ title: "Health" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const notices: Record<string, string> = { again: "It is tried again now. Look again in a minute." };

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const [facts, failed, undelivered, eventDays, databaseBytes, comparisons] = await Promise.all([
    gatherHealthFacts(),
    listFailedJobs(),
    listUndelivered(),
    listEventDays(),
    getDatabaseSize(),
    listComparisons(),
  ]);
  const checks = judgeHealth(facts, now());
  return {
    notice: lookUp(notices, new URL(request.url).searchParams.get("done")),
    summary: summarizeHealth(checks),
    checks,
    failedJobs: failed.jobs.map(({ id, task, payload, attempts, lastError, since }) => ({
      id,
      task: task.replaceAll("-", " "),
      href: hrefOfAbout(payload),
      attempts,
      why: lastError ?? "The process died in the midst of it.",
      since: formatDateTime(since),
    })),
    moreFailed: failed.count - failed.jobs.length,
    undelivered,
    eventDays,
    databaseMegabytes: Math.round(databaseBytes / 1e6),
    comparisons,
    keys: facts.keys.inUse.map(({ name, since }) => ({ name, since: formatDateTime(since) })),
  };
}

async function listComparisons() {
  const kinds = Object.keys(reconciliationWords) as ReconciliationKind[];
  return await Promise.all(
    kinds.map(async (kind) => {
      const [run] = await listRuns(kind, 1);
      const { title } = reconciliationWords[kind];
      if (!run) return { title, run: null };
      const { id, startedAt, finishedAt, checked, healed, open } = run;
      return { title, run: { id, when: formatDateTime(startedAt), isFinished: finishedAt !== null, checked, healed, open } };
    }),
  );
}

/** Tries a failed job again. Pressed twice, it is tried again once. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { job } = await readChoices(request, "job");
  const task = await inTransaction(async (tx) => {
    const retried = await retryFailedJob(tx, job);
    if (retried !== null)
      await recordAudit(tx, staff, { action: "job.retried", about: { kind: "job", id: job }, became: { task: retried } });
    return retried;
  });
  if (task !== null) return redirect("/desk/health?done=again", 303);
  return data({ notice: "That job is not among the failed ones any more. Nothing was changed." }, { status: 409 });
}

export default function Health() {
  const loaded = useLoaderData<typeof loader>();
  const { notice } = useActionData<typeof action>() ?? loaded;
  const mayRetry = useMay("desk/health", "post");
  return (
    <DeskPage>
      <h1>Health</h1>
      <Notice notice={notice} />
      <p>{loaded.summary}</p>
      <CheckList checks={loaded.checks} />
      <FailedJobTable jobs={loaded.failedJobs} more={loaded.moreFailed} mayRetry={mayRetry} />
      <UndeliveredTable emails={loaded.undelivered} />
      <EventTable days={loaded.eventDays} />
      <ComparisonTable comparisons={loaded.comparisons} />
      <h2>Size</h2>
      <p>The database takes {loaded.databaseMegabytes.toLocaleString("en-GB")} MB.</p>
      <KeyTable keys={loaded.keys} />
    </DeskPage>
  );
}
