import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/staff/session.server";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { renderIssueEmail } from "~/newsletter/issues/render-issue.server";
import { findIssue } from "~/newsletter/issues/issues.server";

const darkModeQuery = /@media\s*\(prefers-color-scheme:\s*dark\)/g;

/** The issue alone, as mail programs get it, held to one mode. The front door gives it headers of its own. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await findIssue(params["id"] ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  const dark = new URL(request.url).searchParams.get("mode") === "dark";
  const { html } = await renderIssueEmail(issue, await getHouseSnapshot(), { preview: true });
  const themedHtml = html.replace(darkModeQuery, dark ? "@media all" : "@media not all");
  const scheme = `<style>:root{color-scheme:${dark ? "dark" : "light"} only !important}</style></head>`;
  return new Response(themedHtml.replace("</head>", scheme), {
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  });
}
