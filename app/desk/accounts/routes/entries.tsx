import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { ScrollTable } from "~/desk/ui/scroll-table";
import { requireStaff } from "~/staff/session.server";
import { ButtonLink } from "~/platform/ui/button";
import { getEntriesPage } from "../accounts-page.server";

export const meta: MetaFunction = () => [{ title: "Entries of the accounts" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await getEntriesPage(new URL(request.url).searchParams);
}

export default function Entries() {
  const { title, rows, next } = useLoaderData<typeof loader>();
  return (
    <DeskPage here="/desk/accounts">
      <h1>{title}</h1>
      {rows.length === 0 ? (
        <p>There are no entries here.</p>
      ) : (
        <ScrollTable label="Entries">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Kind</th>
              <th scope="col">About</th>
              <th scope="col">Fund</th>
              <th scope="col" className="num">
                Sum
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, date, kind, words, href, fund, sum }) => (
              <tr key={key}>
                <td>{date}</td>
                <td>{kind}</td>
                <th scope="row">{href ? <a href={href}>{words}</a> : words}</th>
                <td>{fund}</td>
                <td className="num">{sum}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
      <p className="buttons">
        {next && <ButtonLink href={next}>More entries</ButtonLink>}
        <a href="/desk/accounts">Back to the accounts</a>
      </p>
    </DeskPage>
  );
}
