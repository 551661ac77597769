import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { postLetter } from "~/platform/mail/queue-email.server";
import { freezeIssue } from "./freeze-issue.server";
import { isTooLate, issueWaysTo } from "./issue";
import type { AskHouse } from "./render-issue.server";
import { readWords } from "./render-issue.server";
import { issueCalled } from "./issues.server";

/** Lets an issue go out by itself at an instant. */
export async function scheduleIssue(
  id: string,
  version: number,
  sendAt: Date,
): Promise<"scheduled" | { refused: "not-open" | "past" | "has-mistakes" }> {
  if (sendAt <= now()) return { refused: "past" };
  const issue = await issueCalled(id);
  if (!issue) return { refused: "not-open" };
  if ((await readWords(issue.body)).mistakes.length > 0) return { refused: "has-mistakes" };
  return await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({
      where: { id, version, state: { in: issueWaysTo("scheduled") }, frozenAt: null },
      data: { state: "scheduled", sendAt },
    });
    if (count === 0) return { refused: "not-open" } as const;
    await enqueue(tx, "start-issue", { issue: id }, { key: `start-issue:${id}`, runAt: sendAt });
    return "scheduled" as const;
  });
}

/** Back to a draft: it is not sent by itself, and may be changed. */
export async function unscheduleIssue(id: string): Promise<boolean> {
  const { count } = await db.issue.updateMany({
    where: { id, state: { in: ["scheduled", "overdue"] } },
    data: { state: "draft", sendAt: null },
  });
  return count > 0;
}

/**
 * The work of the job "start-issue": freezes a scheduled issue whose time has come. If the site was down and it is late,
 * or it can't be frozen as it stands, it asks instead of firing.
 */
export async function startIssue(id: string, askHouse: AskHouse): Promise<"on-its-way" | "asks" | "not-due"> {
  const issue = await issueCalled(id);
  if (issue?.state !== "scheduled" || !issue.sendAt || issue.sendAt > now()) return "not-due";
  if (!isTooLate(issue.sendAt, now()) && (await freezeIssue(id, issue.version, askHouse)) === "on-its-way") return "on-its-way";
  await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({ where: { id, state: "scheduled" }, data: { state: "overdue" } });
    if (count > 0) await postLetter(tx, { kind: "issue-overdue", about: `${id} ${issue.sendAt?.toISOString() ?? ""}` });
  });
  return "asks";
}
