import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import type { NewsItem } from "../news";
import { listNewsOfYear, listNewsYears } from "../news.server";
import { NewsFeedLink, NewsTitles, NewsYears } from "../ui/news-parts";

type Page = { year: number; items: NewsItem[]; years: number[]; name: string; url: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => {
  if (!loaded) return [{ title: "There is no news of this year" }];
  const { year, name, url } = loaded;
  return [
    { title: `News of ${year}: ${name}` },
    { name: "description", content: `All articles and issues of our newsletter from ${year}.` },
    { tagName: "link", rel: "canonical", href: url },
    { tagName: "link", rel: "alternate", type: "application/atom+xml", title: "News", href: "/news.atom" },
  ];
};

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader({ params }: LoaderFunctionArgs) {
  const years = await listNewsYears();
  const year = years.find((each) => String(each) === params["year"]);
  if (year === undefined) throw new Response(null, { status: 404 });
  const page: Page = {
    year,
    items: await listNewsOfYear(year),
    years,
    name: config.charity.name,
    url: `${config.baseUrl}/news/year/${year}`,
  };
  return data(page, { headers: cacheFor(60) });
}

export default function NewsYear() {
  const { year, items, years } = useLoaderData<Page>();
  return (
    <PageLayout currentSection="/news">
      <p>
        <a href="/news">Latest news</a>
      </p>
      <h1>News of {year}</h1>
      <NewsTitles items={items} />
      <NewsYears years={years} current={year} title="Other years" />
      <NewsFeedLink />
    </PageLayout>
  );
}
