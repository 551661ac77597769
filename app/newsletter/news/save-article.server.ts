import { Prisma, type Issue } from "~/../prisma/client/client";
import type { House } from "emails/newsletter/issue-blocks";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import type { NewsletterActor } from "../audit-change.server";
import { findFreeSlug } from "../issues/issue-slug.server";
import type { GetHouse } from "../issues/render-issue.server";
import { cleanIssueText } from "../issues/issue-form";
import { parseArticleBody } from "./article-body.server";
import type { ArticleForm } from "./article-form";
import { auditArticle, findArticle, lockArticle, redrawShareImage } from "./articles.server";

/** Begins an article. @returns its id */
export async function createArticle(by: NewsletterActor, form: ArticleForm): Promise<string> {
  const id = newId();
  await inTransaction(async (tx) => {
    await tx.issue.create({ data: { id, kind: "article", slug: await findFreeSlug(tx, form.subject, now()), ...form } });
    await auditArticle(tx, by, "article.created", id);
  });
  return id;
}

export type SaveArticleRefusal = { refused: "not-found" | "changed-meanwhile" } | { refused: "has-errors"; errors: string[] };
/** `isChanged`: false where these words stood there already. */
export type SavedArticle = { saved: Issue; isChanged: boolean };

/**
 * Changes an article, and keeps what it said before. One that is on the site is corrected: everybody reads the new words at once, so they
 * have to be fit for it. Saving the same words changes nothing.
 * @param version the one that was changed: somebody else may have changed, published or taken it off meanwhile
 * @param getHouse asked only where published words come to show the house of windows
 */
export async function saveArticle(
  by: NewsletterActor,
  id: string,
  version: number,
  form: ArticleForm,
  getHouse: GetHouse,
  action: "article.changed" | "article.restored" = "article.changed",
): Promise<SavedArticle | SaveArticleRefusal> {
  const { blocks, errors } = await parseArticleBody(form.body);
  const found = await findArticle(id);
  const windows = found?.status === "published" ? await windowsOf(blocks, found.windows as House | null, getHouse) : null;
  return await inTransaction(async (tx) => {
    const before = await lockArticle(tx, id);
    if (!before) return { refused: "not-found" } as const;
    const { subject, preview, body } = before;
    // A second press of the button has nothing to lose.
    if (subject === form.subject && preview === form.preview && body === form.body) return { saved: before, isChanged: false };
    if (before.version !== version) return { refused: "changed-meanwhile" } as const;
    const isPublished = before.status === "published";
    if (isPublished && errors.length > 0) return { refused: "has-errors", errors } as const;
    await tx.issueVersion.create({ data: { issueId: id, version, subject, preview, body, savedAt: now() } });
    // Links lead to what was published once: its address stays.
    const keepsSlug = before.publishedAt !== null || subject === form.subject;
    const saved = await tx.issue.update({
      where: { id },
      data: {
        ...form,
        slug: keepsSlug ? before.slug : await findFreeSlug(tx, form.subject, now(), id),
        version: version + 1,
        ...(before.publishedAt && { correctedAt: now() }),
        ...(isPublished && { windows: windows ?? Prisma.DbNull }),
      },
    });
    if (isPublished) await redrawShareImage(tx, id);
    await auditArticle(tx, by, isPublished && action === "article.changed" ? "article.corrected" : action, id, {
      was: { version },
      became: { version: version + 1, status: before.status },
    });
    return { saved, isChanged: true };
  });
}

/** The house of windows as an article shows it: as it was when it came into it. */
export async function windowsOf(blocks: readonly { kind: string }[], before: House | null, getHouse: GetHouse): Promise<House | null> {
  return blocks.some(({ kind }) => kind === "house") ? (before ?? (await getHouse())) : null;
}

/**
 * Takes the words of an earlier version back. What stands there now becomes a version of its own, so nothing is lost.
 * @param version the one whose words are wanted
 * @param currentVersion the one that was looked at
 */
export async function restoreArticleVersion(
  by: NewsletterActor,
  id: string,
  version: number,
  currentVersion: number,
  getHouse: GetHouse,
): Promise<SavedArticle | SaveArticleRefusal> {
  const earlier = await db.issueVersion.findUnique({ where: { issueId_version: { issueId: id, version } } });
  if (!earlier) return { refused: "not-found" };
  return await saveArticle(by, id, currentVersion, cleanIssueText(earlier), getHouse, "article.restored");
}
