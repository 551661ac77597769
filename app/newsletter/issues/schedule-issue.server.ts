import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import { auditIssue, type IssueActor } from "./audit-issue.server";
import { freezeIssue } from "./freeze-issue.server";
import { isTooLate, issueStatesBefore } from "./issue";
import type { GetHouse } from "./render-issue.server";
import { parseIssueBody } from "./render-issue.server";
import { findIssue } from "./issues.server";

/** Lets an issue go out by itself at an instant. */
export async function scheduleIssue(
  by: IssueActor,
  id: string,
  version: number,
  sendAt: Date,
): Promise<"scheduled" | { refused: "not-open" | "is-article" | "past" | "has-errors" }> {
  if (sendAt <= now()) return { refused: "past" };
  const issue = await findIssue(id);
  if (!issue) return { refused: "not-open" };
  if (issue.kind === "article") return { refused: "is-article" };
  if ((await parseIssueBody(issue.body)).errors.length > 0) return { refused: "has-errors" };
  return await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({
      where: { id, kind: "issue", version, status: { in: issueStatesBefore("scheduled") }, frozenAt: null },
      data: { status: "scheduled", sendAt },
    });
    if (count === 0) return { refused: "not-open" } as const;
    await enqueue(tx, "start-issue", { issueId: id }, { key: `start-issue:${id}`, runAt: sendAt });
    await auditIssue(tx, by, "issue.scheduled", id, { became: { version, sendAt: sendAt.toISOString() } });
    return "scheduled" as const;
  });
}

/** Back to a draft: it is not sent by itself, and may be changed. */
export async function unscheduleIssue(by: IssueActor, id: string): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const before = await tx.issue.findUnique({ where: { id }, select: { sendAt: true } });
    const { count } = await tx.issue.updateMany({
      where: { id, status: { in: ["scheduled", "overdue"] } },
      data: { status: "draft", sendAt: null },
    });
    if (count > 0) await auditIssue(tx, by, "issue.unscheduled", id, { was: { sendAt: before?.sendAt?.toISOString() ?? null } });
    return count > 0;
  });
}

/**
 * The work of the job "start-issue": freezes a scheduled issue whose time has come. If the site was down and it is late,
 * or it can't be frozen as it stands, it asks instead of firing.
 */
export async function startIssue(id: string, getHouse: GetHouse): Promise<"sending" | "overdue" | "not-due"> {
  const issue = await findIssue(id);
  if (issue?.status !== "scheduled" || !issue.sendAt || issue.sendAt > now()) return "not-due";
  if (!isTooLate(issue.sendAt, now()) && (await freezeIssue("site", id, issue.version, getHouse)) === "sending") return "sending";
  await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({ where: { id, status: "scheduled" }, data: { status: "overdue" } });
    if (count > 0) await queueEmail(tx, { kind: "issue-overdue", about: { issueId: id, sendAt: issue.sendAt?.toISOString() ?? "" } });
  });
  return "overdue";
}
