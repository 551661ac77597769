import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportPersonalData } from "../export-personal-data.server";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";

/** What the newsletter holds about the person of a link, as a file. */
export async function loader({ params }: LoaderFunctionArgs): Promise<Response> {
  const personalData = await exportPersonalData(getLinkToken(params));
  if (!personalData) return new Response("This link leads to nobody.\n", { status: 404, headers: privatePageHeaders });
  return new Response(`${JSON.stringify(personalData, null, 2)}\n`, {
    headers: {
      ...privatePageHeaders,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="what-we-hold.json"',
    },
  });
}
