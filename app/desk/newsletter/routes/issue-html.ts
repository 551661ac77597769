import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/desk/staff-session.server";
import { houseNow } from "~/sponsorship/rooms/house-snapshot.server";
import { issueAsLetter } from "~/newsletter/issues/render-issue.server";
import { issueCalled } from "~/newsletter/issues/issues.server";

const darkRule = /@media\s*\(prefers-color-scheme:\s*dark\)/g;

/** The letter alone, as mail programs get it, held to one mode. The front door gives it headers of its own. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await issueCalled(params["id"] ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  const dark = new URL(request.url).searchParams.get("mode") === "dark";
  const { html } = await issueAsLetter(issue, await houseNow(), { preview: true });
  const held = html.replace(darkRule, dark ? "@media all" : "@media not all");
  const scheme = `<style>:root{color-scheme:${dark ? "dark" : "light"} only !important}</style></head>`;
  return new Response(held.replace("</head>", scheme), {
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  });
}
