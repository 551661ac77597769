import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { parseCursor } from "~/desk/lists/keyset";
import { requireStaff } from "~/staff/session.server";
import { ButtonLink } from "~/platform/ui/button";
import { getPayoutsPage } from "../payout-page.server";

export const meta: MetaFunction = () => [{ title: "Payouts" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const { searchParams } = new URL(request.url);
  return { ...(await getPayoutsPage(parseCursor(searchParams.get("before")))), isFirst: !searchParams.has("before") };
}

export default function Payouts() {
  const { rows, next, isFirst } = useLoaderData<typeof loader>();
  return (
    <DeskPage>
      <h1>Payouts</h1>
      <p>
        What Stripe sent to the bank, and what each payout is made of. Stripe is asked after each payout and every night;{" "}
        <a href="/desk/reconciliations?kind=payouts">ask it now</a>.
      </p>
      {rows.length === 0 ? (
        <p>There is no payout yet. The first comes about a week after the first donation.</p>
      ) : (
        <ScrollTable label="Payouts">
          <thead>
            <tr>
              <th scope="col">Due at the bank</th>
              <th scope="col">Status</th>
              {["Sum", "Donations", "Refunds, disputes", "Fees", "Other lines"].map((head) => (
                <th key={head} scope="col" className="num">
                  {head}
                </th>
              ))}
              <th scope="col">Explained</th>
              <th scope="col">Bank line</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, arrives, status, sum, gifts, back, fees, other, difference, bank }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`/desk/payouts/${id}`}>{arrives}</a>
                </th>
                <td>{status}</td>
                <td className="num">{sum}</td>
                <td className="num">{gifts}</td>
                <td className="num">{back}</td>
                <td className="num">{fees}</td>
                <td className="num">{other}</td>
                <td>{difference === null ? "To the penny" : <strong>{difference} not explained</strong>}</td>
                <td>{bank || "None yet"}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
      <p className="buttons">
        {next && <ButtonLink href={`/desk/payouts?before=${next}`}>Older payouts</ButtonLink>}
        {!isFirst && <a href="/desk/payouts">Back to the newest</a>}
      </p>
    </DeskPage>
  );
}
