import type { LoaderFunctionArgs } from "@remix-run/node";
import { holdingsOf } from "../export-personal-data.server";
import { personalHeaders, tokenIn } from "~/newsletter/link-token.server";

/** What the newsletter holds about the person of a link, as a file. */
export async function loader({ params }: LoaderFunctionArgs): Promise<Response> {
  const holdings = await holdingsOf(tokenIn(params));
  if (!holdings) return new Response("This link leads to nobody.\n", { status: 404, headers: personalHeaders });
  return new Response(`${JSON.stringify(holdings, null, 2)}\n`, {
    headers: {
      ...personalHeaders,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="what-we-hold.json"',
    },
  });
}
