import type { Versions } from "~/desk/ui/both-versions";
import { parseArticleBody } from "~/newsletter/news/article-body.server";
import type { ArticleForm } from "~/newsletter/news/article-form";
import { findArticle } from "~/newsletter/news/articles.server";
import { formatDateTime } from "~/platform/london-dates";

/** An article as the desk shows it. @throws 404 where there is none */
export async function loadArticle(id: string | undefined) {
  const article = await findArticle(id ?? "");
  if (!article) throw new Response(null, { status: 404 });
  const { slug, status, version, subject, preview, body, publishedAt, correctedAt } = article;
  const isPublished = status === "published";
  return {
    id: article.id,
    path: `/news/${slug}`,
    isPublished,
    statusLabel: isPublished ? "On the site" : publishedAt ? "Taken off the site" : "Draft",
    version,
    input: { subject, preview, body } as ArticleForm,
    contentErrors: (await parseArticleBody(body)).errors,
    publishedAt: publishedAt && formatDateTime(publishedAt),
    correctedAt: correctedAt && formatDateTime(correctedAt),
  };
}

/** What stands there now beside what was typed, where they differ. */
export async function compareVersions(id: string, typed: ArticleForm): Promise<Versions | null> {
  const now = await findArticle(id);
  if (!now) return null;
  const rows = [
    { label: "Title", texts: [now.subject, typed.subject] as [string, string] },
    { label: "Summary", texts: [now.preview, typed.preview] as [string, string] },
    { label: "The article", texts: [now.body, typed.body] as [string, string] },
  ];
  return {
    columns: ["Saved now", "Your words"],
    rows: rows.filter(({ texts: [saved, yours] }) => saved !== yours),
    note: "Your words are in the form below. Saving them replaces what is saved now; that can be taken back from “What it said before”.",
  };
}

export const articleRefusals = {
  "not-found": "This article is not there any more. Your words are below.",
  "changed-meanwhile": "Somebody changed, published or took off this article meanwhile. Nothing was overwritten.",
};
