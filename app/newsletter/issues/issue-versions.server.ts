import { db } from "~/platform/database/db.server";
import type { IssueActor } from "./audit-issue.server";
import { cleanIssueText } from "./issue-form";
import { findIssue } from "./issues.server";
import { saveIssue } from "./save-issue.server";

/** What an issue said before each change, the latest first. */
export const listIssueVersions = (issueId: string) =>
  db.issueVersion.findMany({ where: { issueId }, orderBy: { version: "desc" }, take: 100 });

/**
 * Takes the words of an earlier version back. What stands there now becomes a version of its own, so nothing is lost.
 * @param version the one whose words are wanted
 * @param currentVersion the one that was looked at: somebody else may have changed it meanwhile
 */
export async function restoreVersion(
  by: IssueActor,
  id: string,
  version: number,
  currentVersion: number,
): Promise<Awaited<ReturnType<typeof saveIssue>>> {
  const issue = await findIssue(id);
  const earlier = await db.issueVersion.findUnique({ where: { issueId_version: { issueId: id, version } } });
  if (!issue || !earlier) return { refused: "not-found" };
  return await saveIssue(by, id, currentVersion, { topic: issue.topic, reach: issue.reach, ...cleanIssueText(earlier) }, "issue.restored");
}
