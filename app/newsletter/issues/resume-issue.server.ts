import { inTransaction } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { findBroadcast, deleteBroadcastDraft } from "~/platform/mail/resend/broadcasts.server";
import { auditIssue, type IssueActor } from "./audit-issue.server";
import { broadcastName } from "./issue";
import { findIssue } from "./issues.server";

/** Sends an issue that stopped, as it was frozen: the segment is compared anew. */
export async function resumeIssue(by: IssueActor, id: string): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.issue.updateMany({ where: { id, status: "stopped" }, data: { status: "sending", stopReason: null } });
    if (count > 0) {
      await enqueue(tx, "send-issue", { issueId: id }, { key: `send-issue:${id}` });
      await auditIssue(tx, by, "issue.resumed", id);
    }
    return count > 0;
  });
}

/** Makes a stopped issue a draft again. Refused once Resend was asked to send it: then nobody can say that it was not. */
export async function unfreezeIssue(by: IssueActor, id: string): Promise<"draft" | { refused: "may-be-sent" | "not-stopped" }> {
  const issue = await findIssue(id);
  if (issue?.status !== "stopped") return { refused: "not-stopped" };
  if (issue.sendRequestedAt) return { refused: "may-be-sent" };
  // A try that was killed may have left a second draft.
  for (let remaining = await findBroadcast(broadcastName(id)); remaining; remaining = await findBroadcast(broadcastName(id))) {
    if (remaining.status !== "draft") return { refused: "may-be-sent" };
    await deleteBroadcastDraft(remaining.id);
  }
  const empty = { html: null, text: null, audienceSize: null, frozenAt: null, resendBroadcastId: null, stopReason: null };
  const count = await inTransaction(async (tx) => {
    const thawed = await tx.issue.updateMany({
      where: { id, status: "stopped", sendRequestedAt: null },
      data: { status: "draft", ...empty },
    });
    if (thawed.count > 0) await auditIssue(tx, by, "issue.thawed", id);
    return thawed.count;
  });
  return count > 0 ? "draft" : { refused: "not-stopped" };
}
