import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import type { NewsItem } from "../news";
import { listNews, listNewsYears, newsPageSize } from "../news.server";
import { NewsFeedLink, NewsList, NewsYears } from "../ui/news-parts";

type Page = { items: NewsItem[]; years: number[]; name: string; url: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => [
  { title: `News of ${loaded?.name ?? ""}` },
  { name: "description", content: "What happens in our safe rooms and around them: articles, and every issue of our newsletter." },
  { tagName: "link", rel: "canonical", href: loaded?.url },
  { tagName: "link", rel: "alternate", type: "application/atom+xml", title: "News", href: "/news.atom" },
];

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader() {
  const [found, years] = await Promise.all([listNews(newsPageSize + 1), listNewsYears()]);
  const page: Page = {
    items: found.slice(0, newsPageSize),
    years: found.length > newsPageSize ? years : [],
    name: config.charity.name,
    url: `${config.baseUrl}/news`,
  };
  return data(page, { headers: cacheFor(60) });
}

export default function News() {
  const { items, years } = useLoaderData<Page>();
  return (
    <PageLayout currentSection="/news">
      <h1>News</h1>
      <p className="lead">What happens in our safe rooms and around them: articles, and every issue of our newsletter.</p>
      {items.length === 0 ? <p>There is no news yet. The first will be here.</p> : <NewsList items={items} />}
      <NewsYears years={years} title="All our news by year" />
      <NewsFeedLink />
    </PageLayout>
  );
}
