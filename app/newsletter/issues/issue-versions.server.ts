import { db } from "~/platform/database/db.server";
import { issueCalled } from "./issues.server";
import { saveIssue } from "./save-issue.server";

/** What an issue said before each change, the latest first. */
export const versionsOf = (issueId: string) => db.issueVersion.findMany({ where: { issueId }, orderBy: { version: "desc" }, take: 100 });

/**
 * Takes the words of an earlier version back. What stands there now becomes a version of its own, so nothing is lost.
 * @param version the one whose words are wanted
 * @param from the one that was looked at: somebody else may have changed it meanwhile
 */
export async function takeBackWords(id: string, version: number, from: number): Promise<Awaited<ReturnType<typeof saveIssue>>> {
  const issue = await issueCalled(id);
  const before = await db.issueVersion.findUnique({ where: { issueId_version: { issueId: id, version } } });
  if (!issue || !before) return { refused: "not-there" };
  const { subject, preview, body } = before;
  return await saveIssue(id, from, { topic: issue.topic, reach: issue.reach, subject, preview, body });
}
