import { staffAlert } from "emails/staff-alert";
import { config } from "~/platform/config/config.server";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { queueEmail } from "~/platform/mail/queue-email.server";
import type { ComposedEmail, EmailComposers } from "~/platform/mail/send-email.server";
import { sender } from "~/platform/mail/sender.server";
import { composeIssueBody, type GetHouse } from "./render-issue.server";
import { auditIssue, type IssueActor } from "./audit-issue.server";
import { findIssue } from "./issues.server";

declare module "~/platform/mail/email-kinds" {
  interface EmailKinds {
    "issue-test": { issueTestEmailId: string };
    /** The UTC instant at which it was to go out, as ISO 8601. */
    "issue-overdue": { issueId: string; sendAt: string };
  }
}

/** Sends an issue as it stands to one mailbox, to be looked at there. */
export async function queueTestEmail(
  by: IssueActor,
  id: string,
  email: string,
): Promise<"queued" | { refused: "not-found" | "is-article" }> {
  const testId = newId();
  return await inTransaction(async (tx) => {
    const issue = await tx.issue.findUnique({ where: { id }, select: { kind: true } });
    if (!issue) return { refused: "not-found" } as const;
    if (issue.kind === "article") return { refused: "is-article" } as const;
    await tx.issueTestEmail.create({ data: { id: testId, issueId: id, email } });
    await queueEmail(tx, { kind: "issue-test", about: { issueTestEmailId: testId } });
    await auditIssue(tx, by, "issue.tested", id);
    return "queued";
  });
}

/** The emails about issues that are for the charity's own people. Null: there is nothing to say any more. */
export const issueEmails = (getHouse: GetHouse) =>
  ({
    "issue-test": ({ issueTestEmailId }) => composeTestEmail(issueTestEmailId, getHouse),
    "issue-overdue": ({ issueId }) => composeOverdueEmail(issueId),
  }) satisfies Partial<EmailComposers>;

async function composeTestEmail(id: string, getHouse: GetHouse): Promise<ComposedEmail | null> {
  const test = await db.issueTestEmail.findUnique({ where: { id } });
  const issue = test && (await findIssue(test.issueId));
  return issue && { to: test.email, subject: `Test: ${issue.subject}`, body: await composeIssueBody(issue, await getHouse()) };
}

async function composeOverdueEmail(id: string): Promise<ComposedEmail | null> {
  const issue = await findIssue(id);
  if (issue?.status !== "overdue") return null;
  const props = {
    sender: sender(),
    subject: "An issue was not sent and asks what to do",
    lines: [
      `“${issue.subject}” was scheduled. Its time passed, or something in it could not be sent as it stands.`,
      "Nothing was sent. Look at it, and then send it or choose another time.",
    ],
    link: { label: "Open the issue", url: `${config.baseUrl}/desk/newsletter/${id}` },
  };
  return { to: config.staffEmail, subject: staffAlert.subject(props), body: staffAlert.Body(props) };
}
