import { redirect } from "@remix-run/node";
import type { Issue } from "~/../prisma/client/client";
import { findIssue } from "~/newsletter/issues/issues.server";

/**
 * The issue of an address. An article has pages of its own, and is never sent: whoever looks for its email, or presses what would send it,
 * reads that there.
 */
export async function requireIssue(id: string | undefined): Promise<Issue> {
  const issue = await findIssue(id ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  if (issue.kind === "article") throw redirect(`/desk/newsletter/articles/${issue.id}?done=never-sent`, 303);
  return issue;
}
