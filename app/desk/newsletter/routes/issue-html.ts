import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireStaff } from "~/staff/session.server";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { renderIssueEmail } from "~/newsletter/issues/render-issue.server";
import { requireIssue } from "../find-issue.server";
import { frameEmail, parsePreviewMode } from "../email-frame.server";

/** The issue alone, as mail programs get it, held to one mode. The front door gives it headers of its own. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const issue = await requireIssue(params["id"]);
  const rendered = await renderIssueEmail(issue, await getHouseSnapshot(), { preview: true });
  return frameEmail(rendered, parsePreviewMode(new URL(request.url).searchParams.get("mode")));
}
