import type { Issue } from "~/../prisma/client/client";
import { db, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import type { AuditAction, AuditFacts } from "~/staff/audit/audit";
import { auditChange, type NewsletterActor } from "../audit-change.server";

/** An article by its id; null: there is none, or it is an issue. */
export const findArticle = (id: string): Promise<Issue | null> => db.issue.findUnique({ where: { id, kind: "article" } });

/** An article in the transaction that changes it, which nobody else changes until it ends. */
export async function lockArticle(tx: Tx, id: string): Promise<Issue | null> {
  await tx.$executeRaw`SELECT FROM issue WHERE id = ${id} FOR UPDATE`;
  return await tx.issue.findUnique({ where: { id, kind: "article" } });
}

/** Writes down what staff did with an article, in the transaction that does it. Its words are kept as versions, not here. */
export async function auditArticle(
  tx: Tx,
  by: NewsletterActor,
  action: Extract<AuditAction, `article.${string}`>,
  id: string,
  facts: { was?: AuditFacts; became?: AuditFacts } = {},
): Promise<void> {
  await auditChange(tx, by, { action, about: { kind: "article", id }, ...facts });
}

/** Has the picture that is shown where somebody shares an article drawn from what it says now. */
export async function redrawShareImage(tx: Tx, id: string): Promise<void> {
  await tx.shareImage.deleteMany({ where: { issueId: id } });
  await enqueue(tx, "render-share-image", { issueId: id });
}
