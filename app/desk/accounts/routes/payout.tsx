import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeskPage } from "~/desk/ui/desk-page";
import { FactList } from "~/desk/ui/page-parts";
import { parseCursor } from "~/desk/lists/keyset";
import { requireStaff } from "~/staff/session.server";
import { getPayoutPage } from "../payout-page.server";
import { PayoutLines } from "../ui/payout-lines";
import { ButtonLink } from "~/platform/ui/button";
import { Tag } from "~/platform/ui/tag";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? `Payout of ${loaded.sum}` : "Payout" },
  { name: "robots", content: "noindex" },
];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const page = await getPayoutPage(params["id"] ?? "", parseCursor(new URL(request.url).searchParams.get("before")));
  if (!page) throw new Response(null, { status: 404 });
  return page;
}

export default function Payout() {
  const { id, sum, status, facts, difference, lines, isFirst, next } = useLoaderData<typeof loader>();
  return (
    <DeskPage here="/desk/payouts">
      <h1>
        Payout of {sum} <Tag>{status}</Tag>
      </h1>
      <p className="lead" id="state">
        {difference === null
          ? "Every penny of it is explained by the lines below."
          : `${difference.sum} is not explained. ${difference.text}`}
      </p>
      <FactList facts={facts} />
      <h2>What it is made of</h2>
      <PayoutLines lines={lines} difference={isFirst ? difference : null} />
      <p className="buttons">
        {next && <ButtonLink href={`/desk/payouts/${id}?before=${next}`}>More lines</ButtonLink>}
        {!isFirst && <a href={`/desk/payouts/${id}`}>Back to the first lines</a>}
      </p>
    </DeskPage>
  );
}
