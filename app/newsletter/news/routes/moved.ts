import { redirect, type LoaderFunctionArgs } from "@remix-run/node";

/** Emails and feed readers hold the addresses that issues had under /newsletter/archive: they lead on for good. */
export const loader = ({ request }: LoaderFunctionArgs) => {
  const to = new URL(request.url).pathname.replace("/newsletter/archive", "/news");
  return redirect(to, { status: 301, headers: { "Cache-Control": "public, max-age=3600" } });
};
