import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { newsUrl } from "~/newsletter/issues/render-issue.server";
import { findNewsItem, type FullNewsItem } from "../news.server";
import { NewsArticle } from "../ui/news-article";
import { NewsFeedLink } from "../ui/news-parts";

type Page = { item: FullNewsItem; name: string; url: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => {
  if (!loaded) return [{ title: "This is not here" }];
  const { item, name, url } = loaded;
  const description = item.preview || item.summary;
  // Who shares a page keeps a picture by its address: corrected words get one of their own.
  const picture = `${url}/share.png${item.correctedOn ? `?v=${Date.parse(item.updatedAt)}` : ""}`;
  return [
    { title: item.kind === "issue" ? `${item.title}: newsletter of ${name}` : `${item.title}: ${name}` },
    { name: "description", content: description },
    { tagName: "link", rel: "canonical", href: url },
    { tagName: "link", rel: "alternate", type: "application/atom+xml", title: "News", href: "/news.atom" },
    { property: "og:type", content: "article" },
    { property: "og:title", content: item.title },
    { property: "og:description", content: description },
    { property: "og:url", content: url },
    { property: "og:site_name", content: name },
    { property: "article:published_time", content: item.publishedAt },
    { property: "article:modified_time", content: item.updatedAt },
    ...(item.hasShareImage
      ? [
          { property: "og:image", content: picture },
          { property: "og:image:width", content: "1200" },
          { property: "og:image:height", content: "630" },
          { property: "og:image:alt", content: `${item.title}. A house at dusk, some of its windows lit.` },
          { name: "twitter:card", content: "summary_large_image" },
        ]
      : []),
  ];
};

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader({ params }: LoaderFunctionArgs) {
  const item = await findNewsItem(params["slug"] ?? "");
  if (!item) throw new Response(null, { status: 404 });
  if (item === "gone") throw new Response(null, { status: 410 });
  const page: Page = { item, name: config.charity.name, url: newsUrl(item.slug) };
  return data(page, { headers: cacheFor(60) });
}

export default function NewsItemPage() {
  const { item } = useLoaderData<Page>();
  return (
    <PageLayout currentSection="/news" skipLinkText={item.kind === "issue" ? "Skip to the issue" : "Skip to the article"}>
      <p>
        <a href="/news">All news</a>
      </p>
      <NewsArticle item={item} blocks={item.blocks} house={item.house} />
      <NewsFeedLink />
    </PageLayout>
  );
}
