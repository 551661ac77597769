import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { formatLondonDate } from "~/platform/london-dates";
import { PageLayout } from "~/platform/ui/page-layout";
import { listArchivedIssues, type ArchivedIssue } from "../archive.server";

type Page = { issues: ArchivedIssue[]; name: string; url: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => [
  { title: `Newsletter of ${loaded?.name ?? ""}` },
  { name: "description", content: "Every issue that went to subscribers, to be read by everybody." },
  { tagName: "link", rel: "canonical", href: loaded?.url },
  { tagName: "link", rel: "alternate", type: "application/atom+xml", title: "Newsletter", href: "/newsletter/archive.atom" },
];

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader() {
  const page: Page = { issues: await listArchivedIssues(), name: config.charity.name, url: `${config.baseUrl}/newsletter/archive` };
  return data(page, { headers: cacheFor(60) });
}

export default function Archive() {
  const { issues } = useLoaderData<Page>();
  return (
    <PageLayout>
      <h1>Our newsletter</h1>
      <p className="lead">What went to subscribers, for everybody to read.</p>
      {issues.length === 0 && <p>No issue has gone out yet. The first will be here.</p>}
      {issues.length > 0 && (
        <ul className="stack list-none p-0">
          {issues.map(({ slug, subject, sentOn, excerpt }) => (
            <li key={slug}>
              <h2>
                <a href={`/newsletter/archive/${slug}`}>{subject}</a>
              </h2>
              <p className="small quiet">
                <time dateTime={sentOn}>{formatLondonDate(sentOn)}</time>
              </p>
              <p>{excerpt}</p>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href="/newsletter">Get them by email</a>, or <a href="/newsletter/archive.atom">follow them in a feed reader</a>.
      </p>
    </PageLayout>
  );
}
