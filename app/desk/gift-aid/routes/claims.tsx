import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listClaims } from "~/claims/claims.server";
import { DeskPage } from "~/desk/ui/desk-page";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { formatDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { requireStaff } from "~/staff/session.server";
import { Note } from "~/platform/ui/note";
import { claimStatusLabels } from "../claim-words";

export const meta: MetaFunction = () => [{ title: "Gift Aid claims" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  const claims = await listClaims();
  return {
    claims: claims.map(({ id, number, status, preparedAt, giftCount, askedPence, paidPence }) => ({
      id,
      number,
      status: claimStatusLabels[status],
      prepared: formatDate(preparedAt),
      gifts: giftCount.toLocaleString("en-GB"),
      asked: formatPounds(pence(askedPence)),
      paid: paidPence === null ? "" : formatPounds(pence(paidPence)),
    })),
    hasSeveral: new URL(request.url).searchParams.get("done") === "prepared",
  };
}

export default function Claims() {
  const { claims, hasSeveral } = useLoaderData<typeof loader>();
  return (
    <DeskPage>
      <h1>Gift Aid claims</h1>
      {hasSeveral && (
        <Note as="p" role="status">
          The claims are prepared. HMRC takes 1,000 rows at a time, so there are several: send them one after the other.
        </Note>
      )}
      <p>
        <a href="/desk/gift-aid">What can be claimed now</a>
      </p>
      {claims.length === 0 ? (
        <p>No claim was prepared yet.</p>
      ) : (
        <ScrollTable label="Claims">
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Status</th>
              <th scope="col">Prepared</th>
              <th scope="col" className="num">
                Donations
              </th>
              <th scope="col" className="num">
                Asked for
              </th>
              <th scope="col" className="num">
                Paid
              </th>
            </tr>
          </thead>
          <tbody>
            {claims.map(({ id, number, status, prepared, gifts, asked, paid }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`/desk/gift-aid/claims/${id}`}>{number}</a>
                </th>
                <td>{status}</td>
                <td>{prepared}</td>
                <td className="num">{gifts}</td>
                <td className="num">{asked}</td>
                <td className="num">{paid}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </DeskPage>
  );
}
