import { Prisma, type Issue } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction } from "~/platform/database/db.server";
import { londonDate } from "~/platform/london-dates";
import type { NewsletterActor } from "../audit-change.server";
import { issueTransitions } from "../issues/issue";
import { findFreeSlug } from "../issues/issue-slug.server";
import type { GetHouse } from "../issues/render-issue.server";
import { parseArticleBody } from "./article-body.server";
import { auditArticle, findArticle, lockArticle, redrawShareImage } from "./articles.server";
import { windowsOf } from "./save-article.server";

export type PublishRefusal = { refused: "not-found" | "not-draft" | "changed-meanwhile" } | { refused: "has-errors"; errors: string[] };

/**
 * Puts an article on the site, for everybody to read. No email is sent. Published again after it was taken off, it keeps its address and
 * the day of its first publication.
 * @param version the one that was looked at before the button was pressed
 */
export async function publishArticle(
  by: NewsletterActor,
  id: string,
  version: number,
  getHouse: GetHouse,
): Promise<{ published: Issue } | PublishRefusal> {
  const found = await findArticle(id);
  if (!found) return { refused: "not-found" };
  const { blocks, errors } = await parseArticleBody(found.body);
  const windows = await windowsOf(blocks, null, getHouse);
  return await inTransaction(async (tx) => {
    const before = await lockArticle(tx, id);
    if (!before) return { refused: "not-found" } as const;
    if (!issueTransitions[before.status].includes("published")) return { refused: "not-draft" } as const;
    if (before.version !== version || before.body !== found.body) return { refused: "changed-meanwhile" } as const;
    if (errors.length > 0) return { refused: "has-errors", errors } as const;
    const at = now();
    const keepsSlug = before.publishedAt !== null || before.slug.startsWith(`${londonDate(at).slice(0, 7)}-`);
    const published = await tx.issue.update({
      where: { id },
      data: {
        status: "published",
        slug: keepsSlug ? before.slug : await findFreeSlug(tx, before.subject, at, id),
        publishedAt: before.publishedAt ?? at,
        windows: windows ?? Prisma.DbNull,
        // So that who has the draft open, and saves it, is told first that everybody would read it.
        version: version + 1,
      },
    });
    await redrawShareImage(tx, id);
    await auditArticle(tx, by, "article.published", id, { was: { status: before.status }, became: { version, slug: published.slug } });
    return { published };
  });
}

/** Takes an article off the site, whoever is changing it meanwhile. It is a draft again; its address says that it is gone. */
export async function unpublishArticle(by: NewsletterActor, id: string): Promise<{ unpublished: Issue } | { refused: "not-published" }> {
  return await inTransaction(async (tx) => {
    const before = await lockArticle(tx, id);
    if (before?.status !== "published") return { refused: "not-published" } as const;
    const unpublished = await tx.issue.update({ where: { id }, data: { status: "draft", version: before.version + 1 } });
    await auditArticle(tx, by, "article.unpublished", id, { was: { status: before.status, slug: before.slug } });
    return { unpublished };
  });
}

/** Removes an article that is not on the site, with all that it ever said. */
export async function deleteArticle(by: NewsletterActor, id: string): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.issue.deleteMany({ where: { id, kind: "article", status: "draft" } });
    if (count > 0) await auditArticle(tx, by, "article.removed", id);
    return count > 0;
  });
}
