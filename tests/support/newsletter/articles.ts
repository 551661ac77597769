import type { Issue } from "~/../prisma/client/client";
import type { ArticleForm } from "~/newsletter/news/article-form";
import { findArticle } from "~/newsletter/news/articles.server";
import { publishArticle } from "~/newsletter/news/publish-article.server";
import { createArticle } from "~/newsletter/news/save-article.server";
import { getSampleHouse } from "./newsletter-issues";

export const articleInput: ArticleForm = {
  subject: "Two rooms are homes again",
  preview: "What changed in October, and who made it possible.",
  body: "Two rooms were empty in October. **Both are homes again.**\n\n[button: See the rooms](/sponsor)\n",
};

export async function loadArticle(id: string): Promise<Issue> {
  const article = await findArticle(id);
  if (!article) throw new Error("there is no such article");
  return article;
}

/** A draft of an article. */
export const anArticle = async (change: Partial<ArticleForm> = {}): Promise<Issue> =>
  await loadArticle(await createArticle("site", { ...articleInput, ...change }));

/** An article that is on the site. */
export async function aPublishedArticle(change: Partial<ArticleForm> = {}): Promise<Issue> {
  const { id, version } = await anArticle(change);
  const result = await publishArticle("site", id, version, getSampleHouse);
  if ("refused" in result) throw new Error(`it was not published: ${result.refused}`);
  return result.published;
}
