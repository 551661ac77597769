import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button } from "~/platform/ui/button";
import { ErrorSummary } from "~/platform/ui/error-summary";
import { Field } from "~/platform/ui/text-field";
import { requireStaff } from "~/staff/session.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { getOverview, type Overview } from "../overview.server";
import { GivenChart } from "../ui/chart";
import { eventLines, factGrid, filterBar } from "~/desk/ui/looks";

export const meta: MetaFunction = () => [{ title: "Overview" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await getOverview(new URL(request.url).searchParams);
}

export default function OverviewScreen() {
  const overview = useLoaderData<typeof loader>() as Overview;
  const { errors, from, to, now, chart } = overview;
  return (
    <DeskPage here="/desk">
      <h1>Overview</h1>
      <ErrorSummary errors={errors} />
      <Tasks tasks={overview.tasks} />
      <Figures overview={overview} />
      <form method="get" action="/desk" className={filterBar} noValidate>
        <Field name="from" label="From" type="date" defaultValue={from} errors={errors} />
        <Field name="to" label="Until" type="date" defaultValue={to} errors={errors} />
        <Button>Show these days</Button>
        {from !== "" && <a href="/desk">Week, month and tax year</a>}
      </form>
      <h2>Now</h2>
      <dl className={factGrid}>
        {now.map(({ label, text, hint, href }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <a href={href}>{text}</a> <span className="quiet">{hint}</span>
            </dd>
          </div>
        ))}
      </dl>
      <GivenChart chart={chart} title={from === "" ? "Given in the last twelve months" : "Given in these days"} />
    </DeskPage>
  );
}

function Tasks({ tasks }: { tasks: Overview["tasks"] }) {
  if (tasks.length === 0) return null;
  return (
    <>
      <h2>To do today</h2>
      <ul className={eventLines}>
        {tasks.map(({ id, href, name, text, due, isLate }) => (
          <li key={id}>
            <a href={href}>{name}</a>: {text}{" "}
            <span className="quiet">
              {isLate && "late, "}
              {due}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Figures({ overview: { spans, rows } }: { overview: Overview }) {
  return (
    <>
      <p className="hint">
        The second figure is that of as many days before. Money is what came and stayed: less refunds, and without what banks took back.
      </p>
      <ScrollTable label="Figures">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Figure</span>
            </th>
            {spans.map(({ key, label, days, beforeLabel }) => (
              <th key={key} scope="col" className="num min-w-22">
                {label}
                <br />
                <span className="quiet">{days}</span>
                <br />
                <span className="quiet">{beforeLabel}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row" className="whitespace-normal">
                {label}
              </th>
              {cells.map(({ text, href, before, beforeHref }, index) => (
                <td key={href} className="num">
                  <a href={href}>
                    {text}
                    <span className="sr-only">
                      {" "}
                      {label}, {spans[index]?.label}
                    </span>
                  </a>
                  <br />
                  <a href={beforeHref} className="quiet">
                    {before}
                    <span className="sr-only">
                      {" "}
                      {label}, {spans[index]?.beforeLabel}
                    </span>
                  </a>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}
