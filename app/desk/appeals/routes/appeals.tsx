import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { Notice } from "~/desk/ui/page-parts";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { listAppeals } from "~/giving/appeals/appeals.server";
import { fundLabel } from "~/giving/funds/fund";
import { formatLondonDate } from "~/platform/london-dates";
import { formatPounds, formatPoundsShort, pence } from "~/platform/money";
import { lookUp } from "~/platform/query-values";
import { requireStaff } from "~/staff/session.server";
import { ButtonLink } from "~/platform/ui/button";
import { phaseLabels } from "../appeal-page.server";
import { cell } from "~/desk/ui/looks";

export const meta: MetaFunction = () => [{ title: "Appeals" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const appeals = await listAppeals();
  return {
    notice: lookUp({ deleted: "The draft is deleted." }, new URL(request.url).searchParams.get("done")),
    appeals: appeals.map(({ id, name, phase, fund, endsOn, goalPence, progress }) => ({
      id,
      name,
      phase: phaseLabels[phase],
      fund: fundLabel(fund),
      lastDay: endsOn ? formatLondonDate(endsOn) : "",
      goal: goalPence === null ? "" : formatPoundsShort(pence(goalPence)),
      gifts: progress.gifts.toLocaleString("en-GB"),
      net: formatPounds(progress.net),
    })),
  };
}

export default function Appeals() {
  const { appeals, notice } = useLoaderData<typeof loader>();
  const mayWrite = useMay("desk/appeals/new", "post");
  return (
    <DeskPage>
      <h1>Appeals</h1>
      <Notice notice={notice} />
      {mayWrite && (
        <p>
          <ButtonLink href="/desk/appeals/new">Start an appeal</ButtonLink>
        </p>
      )}
      {appeals.length === 0 ? (
        <p>There is no appeal yet.</p>
      ) : (
        <ScrollTable label="Appeals">
          <thead>
            <tr>
              <th scope="col">Appeal</th>
              <th scope="col" className="num">
                Net
              </th>
              <th scope="col" className="num">
                Goal
              </th>
              <th scope="col" className="num">
                Donations
              </th>
              <th scope="col">Status</th>
              <th scope="col">Last day</th>
              <th scope="col">Fund</th>
            </tr>
          </thead>
          <tbody>
            {appeals.map((appeal) => (
              <tr key={appeal.id}>
                <th scope="row" className={cell.wraps}>
                  <a href={`/desk/appeals/${appeal.id}`}>{appeal.name}</a>
                </th>
                <td className="num">{appeal.net}</td>
                <td className="num">{appeal.goal}</td>
                <td className="num">
                  <a href={`/desk/gifts?appeal=${appeal.id}`}>{appeal.gifts}</a>
                </td>
                <td>{appeal.phase}</td>
                <td>{appeal.lastDay}</td>
                <td className={cell.wraps}>{appeal.fund}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </DeskPage>
  );
}
