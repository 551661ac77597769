import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { Reconciliation, ReconciliationKind } from "~/../prisma/client/client";
import { inTransaction } from "~/platform/database/db.server";
import { readChoices } from "~/platform/http/forms/form-data.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { formatDateTime } from "~/platform/london-dates";
import { reconciliationWords } from "~/platform/reconciliation/kinds";
import { findRun, listRuns } from "~/platform/reconciliation/reconciliations.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { Button } from "~/platform/ui/button";

export const meta: MetaFunction = () => [{ title: "Nightly checks" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const kinds = Object.keys(reconciliationWords) as ReconciliationKind[];
const runsPerKind = 14;

const toKind = (value: unknown): ReconciliationKind | null => kinds.find((kind) => kind === value) ?? null;

/** Each kind with its last runs; of one kind, or of the run that is asked for, what it found. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  const asked = searchParams.get("run");
  const found = asked === null ? null : await findRun(asked, searchParams.get("after"));
  const only = found?.run.kind ?? toKind(searchParams.get("kind"));
  const shown = only ? [only] : kinds;
  return data({
    isAll: only === null,
    parts: await Promise.all(
      shown.map(async (kind) => {
        const runs = await listRuns(kind, runsPerKind);
        const { run, findings, nextAfter } = (found ?? (runs[0] && (await findRun(runs[0].id)))) || noRun;
        return {
          kind,
          title: reconciliationWords[kind].title,
          run: run && { id: run.id, when: formatDateTime(run.startedAt), summary: summarize(run) },
          findings: findings.map(({ id, about, message, healed }) => ({ id, about, message, healed })),
          nextAfter,
          runs: runs.map((each) => ({ id: each.id, when: formatDateTime(each.startedAt), summary: summarize(each) })),
        };
      }),
    ),
  });
}

const noRun = { run: null, findings: [], nextAfter: null };

const summarize = ({ finishedAt, checked, healed, open }: Reconciliation): string =>
  finishedAt ? `${checked} looked at, ${healed} corrected, ${open} open` : `not finished: ${checked} looked at so far`;

/** Compares now; one run of a kind at a time. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const kind = toKind((await readChoices(request, "kind")).kind);
  if (!kind) throw new Response("There is nothing of that kind to compare.", { status: 400 });
  const job = `reconcile-${kind}` as const;
  await inTransaction(async (tx) => {
    await enqueue(tx, job, {}, { key: job });
    await recordAudit(tx, staff, { action: "reconciliation.asked", about: { kind: "reconciliation", id: kind } });
  });
  return redirect(`/desk/reconciliations?kind=${kind}`, 303);
}

type Part = ReturnType<typeof useLoaderData<typeof loader>>["parts"][number];

export default function Reconciliations() {
  const { isAll, parts } = useLoaderData<typeof loader>();
  return (
    <DeskPage here="/desk/reconciliations">
      <h1>Nightly checks</h1>
      <p>
        Each night donations and sponsorships are compared with Stripe, and the consent ledger with Resend. What differs is corrected, and
        listed here.
      </p>
      {!isAll && (
        <p>
          <a href="/desk/reconciliations">All that is compared</a>
        </p>
      )}
      {parts.map((part) => (
        <ReconciliationPart key={part.kind} part={part} />
      ))}
    </DeskPage>
  );
}

function ReconciliationPart({ part: { kind, title, run, findings, nextAfter, runs } }: { part: Part }) {
  return (
    <section className="stack" aria-labelledby={kind}>
      <h2 id={kind}>{title}</h2>
      {run ? (
        <p>
          {run.when}: {run.summary}.
        </p>
      ) : (
        <p>No night has passed yet.</p>
      )}
      {run && findings.length === 0 && <p>Nothing differed.</p>}
      <ul className="stack">
        {findings.map(({ id, about, message, healed }) => (
          <li key={id}>
            {!healed && <strong>Open: </strong>}
            {message} <span className="text-sm quiet">{about}</span>
          </li>
        ))}
      </ul>
      {run && nextAfter && (
        <p>
          <a href={`/desk/reconciliations?run=${run.id}&after=${nextAfter}`}>More</a>
        </p>
      )}
      <form method="post">
        <input type="hidden" name="kind" value={kind} />
        <Button>
          Compare now<span className="sr-only">: {title}</span>
        </Button>
      </form>
      {runs.length > 0 && (
        <details>
          <summary>The last nights</summary>
          <ul className="stack">
            {runs.map(({ id, when, summary }) => (
              <li key={id}>
                <a href={`/desk/reconciliations?run=${id}`}>{when}</a>
                <br />
                <span className="text-sm quiet">{summary}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
