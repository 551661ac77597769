import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { Block, House } from "emails/newsletter/issue-blocks";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { formatLondonDate } from "~/platform/london-dates";
import { PageLayout } from "~/platform/ui/page-layout";
import { findArchivedIssue, type ArchivedIssue } from "../archive.server";
import { IssueBody } from "../ui/issue-body";

type Page = { issue: ArchivedIssue & { blocks: Block[]; house: House | null; hasShareImage: boolean }; name: string; url: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => {
  if (!loaded) return [{ title: "This issue is not here" }];
  const { issue, name, url } = loaded;
  const description = issue.preview || issue.excerpt;
  return [
    { title: `${issue.subject}: newsletter of ${name}` },
    { name: "description", content: description },
    { tagName: "link", rel: "canonical", href: url },
    { tagName: "link", rel: "alternate", type: "application/atom+xml", title: "Newsletter", href: "/newsletter/archive.atom" },
    { property: "og:type", content: "article" },
    { property: "og:title", content: issue.subject },
    { property: "og:description", content: description },
    { property: "og:url", content: url },
    { property: "og:site_name", content: name },
    ...(issue.hasShareImage
      ? [
          { property: "og:image", content: `${url}/share.png` },
          { property: "og:image:width", content: "1200" },
          { property: "og:image:height", content: "630" },
          { property: "og:image:alt", content: `${issue.subject}. A house at dusk, some of its windows lit.` },
          { name: "twitter:card", content: "summary_large_image" },
        ]
      : []),
  ];
};

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader({ params }: LoaderFunctionArgs) {
  const issue = await findArchivedIssue(params["slug"] ?? "");
  if (!issue) throw new Response(null, { status: 404 });
  const page: Page = { issue, name: config.charity.name, url: `${config.baseUrl}/newsletter/archive/${issue.slug}` };
  return data(page, { headers: cacheFor(60) });
}

export default function ArchivedIssuePage() {
  const { issue } = useLoaderData<Page>();
  return (
    <PageLayout skipLinkText="Skip to the issue">
      <p>
        <a href="/newsletter/archive">Past issues</a>
      </p>
      <h1>{issue.subject}</h1>
      <p className="small quiet">
        Sent on <time dateTime={issue.sentOn}>{formatLondonDate(issue.sentOn)}</time>
      </p>
      <IssueBody blocks={issue.blocks} house={issue.house} />
      <p>
        <a href="/newsletter">Get our newsletter</a>
      </p>
    </PageLayout>
  );
}
