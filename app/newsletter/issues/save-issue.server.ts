import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { IssueForm } from "./issue-form";
import { findFreeSlug } from "./issue-slug.server";

/** Begins an issue. @returns its id */
export async function createIssue(form: IssueForm): Promise<string> {
  const id = newId();
  await inTransaction(async (tx) => {
    await tx.issue.create({ data: { id, slug: await findFreeSlug(tx, form.subject, now()), ...form } });
  });
  return id;
}

/**
 * Changes an issue, and keeps what it said before.
 * @param version the one that was changed: somebody else may have changed it meanwhile
 */
export async function saveIssue(
  id: string,
  version: number,
  form: IssueForm,
): Promise<"saved" | { refused: "not-found" | "frozen" | "changed-meanwhile" }> {
  return await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM issue WHERE id = ${id} FOR UPDATE`;
    const before = await tx.issue.findUnique({ where: { id } });
    if (!before) return { refused: "not-found" } as const;
    if (before.status !== "draft") return { refused: "frozen" } as const;
    if (before.version !== version) return { refused: "changed-meanwhile" } as const;
    const { subject, preview, body } = before;
    await tx.issueVersion.create({ data: { issueId: id, version, subject, preview, body, savedAt: now() } });
    const slug = before.subject === form.subject ? before.slug : await findFreeSlug(tx, form.subject, now(), id);
    await tx.issue.update({ where: { id }, data: { ...form, slug, version: version + 1 } });
    return "saved";
  });
}

/** Removes an issue that was never frozen. */
export async function deleteDraft(id: string): Promise<boolean> {
  const { count } = await db.issue.deleteMany({ where: { id, status: "draft", sendRequestedAt: null, resendBroadcastId: null } });
  return count > 0;
}
