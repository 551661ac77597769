import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { Block, House } from "emails/newsletter/issue-blocks";
import { parseArticleBody } from "~/newsletter/news/article-body.server";
import { findArticle } from "~/newsletter/news/articles.server";
import { NewsArticle } from "~/newsletter/news/ui/news-article";
import { now } from "~/platform/clock";
import { londonDate } from "~/platform/london-dates";
import { Note } from "~/platform/ui/note";
import { PageLayout } from "~/platform/ui/page-layout";
import { getHouseSnapshot } from "~/sponsorship/rooms/house-snapshot.server";
import { requireStaff } from "~/staff/session.server";

export const meta: MetaFunction = () => [{ title: "Preview of an article" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });
export const handle = { looksPublic: true };

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  const article = await findArticle(params["id"] ?? "");
  if (!article) throw new Response(null, { status: 404 });
  const { id, status, subject, preview, body, publishedAt, correctedAt } = article;
  const isPublished = status === "published";
  const item = {
    kind: "article" as const,
    title: subject,
    preview,
    publishedOn: londonDate(publishedAt ?? now()),
    correctedOn: correctedAt && londonDate(correctedAt),
  };
  const house = isPublished ? (article.windows as House | null) : await getHouseSnapshot();
  return { id, isPublished, item, house, blocks: (await parseArticleBody(body)).blocks };
}

type Preview = { id: string; isPublished: boolean; item: Parameters<typeof NewsArticle>[0]["item"]; blocks: Block[]; house: House | null };

/** The page as readers see it, in the public site's own frame. */
export default function ArticlePreview() {
  const { id, isPublished, ...shown } = useLoaderData<Preview>();
  return (
    <PageLayout currentSection="/news" skipLinkText="Skip to the article">
      <Note as="p">
        This is a preview. <a href={`/desk/newsletter/articles/${id}`}>Back to the article</a>
        {isPublished ? ". Everybody can read it." : ". Nobody else sees it until it is published."}
      </Note>
      <NewsArticle {...shown} />
    </PageLayout>
  );
}
