import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { auditIssue, type IssueActor } from "./audit-issue.server";
import type { IssueForm } from "./issue-form";
import { findFreeSlug } from "./issue-slug.server";

/** Begins an issue. @returns its id */
export async function createIssue(by: IssueActor, form: IssueForm): Promise<string> {
  const id = newId();
  await inTransaction(async (tx) => {
    await tx.issue.create({ data: { id, slug: await findFreeSlug(tx, form.subject, now()), ...form } });
    await auditIssue(tx, by, "issue.created", id, { became: audience(form) });
  });
  return id;
}

/**
 * Changes an issue, and keeps what it said before.
 * @param version the one that was changed: somebody else may have changed it meanwhile
 */
export async function saveIssue(
  by: IssueActor,
  id: string,
  version: number,
  form: IssueForm,
  action: "issue.changed" | "issue.restored" = "issue.changed",
): Promise<"saved" | { refused: "not-found" | "frozen" | "changed-meanwhile" }> {
  return await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM issue WHERE id = ${id} FOR UPDATE`;
    const before = await tx.issue.findUnique({ where: { id, kind: "issue" } });
    if (!before) return { refused: "not-found" } as const;
    if (before.status !== "draft") return { refused: "frozen" } as const;
    if (before.version !== version) return { refused: "changed-meanwhile" } as const;
    const { subject, preview, body } = before;
    await tx.issueVersion.create({ data: { issueId: id, version, subject, preview, body, savedAt: now() } });
    const slug = before.subject === form.subject ? before.slug : await findFreeSlug(tx, form.subject, now(), id);
    await tx.issue.update({ where: { id }, data: { ...form, slug, version: version + 1 } });
    await auditIssue(tx, by, action, id, {
      was: { version, ...audience(before) },
      became: { version: version + 1, ...audience(form) },
    });
    return "saved";
  });
}

/** Whom it is for: what of it the audit log keeps. */
const audience = ({ topic, reach }: Pick<IssueForm, "topic" | "reach">) => ({ topic, reach });

/** Removes an issue that was never frozen. */
export async function deleteDraft(by: IssueActor, id: string): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.issue.deleteMany({
      where: { id, kind: "issue", status: "draft", sendRequestedAt: null, resendBroadcastId: null },
    });
    if (count > 0) await auditIssue(tx, by, "issue.removed", id);
    return count > 0;
  });
}
