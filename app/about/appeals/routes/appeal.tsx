import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findPublishedAppeal, getProgress } from "~/giving/appeals/appeals.server";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { PageLayout } from "~/platform/ui/page-layout";
import { buildAppealView, type AppealView } from "../appeal-view.server";
import { AppealContent } from "../ui/appeal-content";

type Page = { appeal: AppealView; name: string; url: string; baseUrl: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) => {
  if (!loaded) return [{ title: "This appeal is not here" }];
  const { appeal, name, url, baseUrl } = loaded;
  return [
    { title: `${appeal.name}: appeal of ${name}` },
    { name: "description", content: appeal.summary },
    { tagName: "link", rel: "canonical", href: url },
    { property: "og:type", content: "website" },
    { property: "og:title", content: appeal.name },
    { property: "og:description", content: appeal.summary },
    { property: "og:url", content: url },
    { property: "og:site_name", content: name },
    ...(appeal.image
      ? [
          { property: "og:image", content: `${baseUrl}/newsletter/pictures/${appeal.image.id}` },
          { property: "og:image:width", content: String(appeal.image.width) },
          { property: "og:image:height", content: String(appeal.image.height) },
          { property: "og:image:alt", content: appeal.image.alt },
          { name: "twitter:card", content: "summary_large_image" },
        ]
      : []),
  ];
};

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader({ params }: LoaderFunctionArgs) {
  const appeal = await findPublishedAppeal(params["slug"] ?? "");
  if (!appeal) throw new Response(null, { status: 404 });
  const { baseUrl, charity } = config;
  const view = await buildAppealView(appeal, await getProgress(appeal.id));
  const page: Page = { appeal: view, name: charity.name, url: `${baseUrl}/appeals/${appeal.slug}`, baseUrl };
  return data(page, { headers: cacheFor(60) });
}

export default function AppealPage() {
  const { appeal } = useLoaderData<Page>();
  return (
    <PageLayout currentSection="/donate">
      <AppealContent appeal={appeal} />
    </PageLayout>
  );
}
