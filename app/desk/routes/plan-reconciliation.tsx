import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireStaff } from "~/staff/session.server";
import { formatDateTime } from "~/platform/london-dates";
import { DeskPage } from "~/desk/ui/desk-page";
import { getReconciliationPage } from "~/sponsorship/billing/reconciliations.server";

export const meta: MetaFunction = () => [{ title: "Plans and Stripe, night by night" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  const { runs, run, findings, nextAfter } = await getReconciliationPage(searchParams.get("night"), searchParams.get("after"));
  return data({
    runs: runs.map(({ id, startedAt, finishedAt, checked, healed, open }) => ({
      id,
      when: formatDateTime(startedAt),
      text: finishedAt ? `${checked} looked at, ${healed} put right, ${open} open` : `under way: ${checked} looked at`,
    })),
    run: run && { id: run.id, when: formatDateTime(run.startedAt) },
    findings: findings.map(({ id, about, message, healed }) => ({ id, about, words: message, healed })),
    nextAfter,
  });
}

export default function PlanReconciliation() {
  const { runs, run, findings, nextAfter } = useLoaderData<typeof loader>();
  return (
    <DeskPage>
      <h1>Plans and Stripe, night by night</h1>
      <p className="lead">Each night every plan is compared with Stripe. What differs is put right, and listed here.</p>
      {runs.length === 0 && <p>No night has passed yet.</p>}
      {run && (
        <>
          <h2>{run.when}</h2>
          {findings.length === 0 && <p>Nothing differed.</p>}
          <ul className="stack">
            {findings.map(({ id, about, words, healed }) => (
              <li key={id}>
                {!healed && <strong>Open: </strong>}
                {words} <span className="small quiet">{about}</span>
              </li>
            ))}
          </ul>
          {nextAfter && (
            <p>
              <a href={`/desk/plans?night=${run.id}&after=${nextAfter}`}>More</a>
            </p>
          )}
        </>
      )}
      {runs.length > 0 && <h2>The last nights</h2>}
      <ul className="stack">
        {runs.map(({ id, when, text }) => (
          <li key={id}>
            <a href={`/desk/plans?night=${id}`}>{when}</a>
            <br />
            <span className="small quiet">{text}</span>
          </li>
        ))}
      </ul>
    </DeskPage>
  );
}
