import type { ActionFunctionArgs } from "@remix-run/node";
import { exportPersonalData } from "../export-personal-data.server";
import { privatePageHeaders, getLinkToken } from "~/newsletter/link-token.server";

/** What the newsletter holds about the owner of a fresh link, as a file. By POST: it uses the link. */
export async function action({ params }: ActionFunctionArgs): Promise<Response> {
  const personalData = await exportPersonalData(getLinkToken(params));
  if (!personalData)
    return new Response("This link was used, has expired, or leads to nobody.\n", { status: 404, headers: privatePageHeaders });
  return new Response(`${JSON.stringify(personalData, null, 2)}\n`, {
    headers: {
      ...privatePageHeaders,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="what-we-hold.json"',
    },
  });
}
