import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { ContactLines } from "../../ui/contact-lines";
import { type CharityPage, charityPageSlugs } from "../charity-page";
import { getCharityPage } from "../charity-pages.server";
import { charityPageMeta } from "../page-meta";
import { CharityPageView } from "../ui/charity-page-view";

type Page = { page: CharityPage; name: string; baseUrl: string };

export const meta: MetaFunction<() => Page> = ({ data: loaded }) =>
  loaded ? charityPageMeta(loaded.page, loaded.name, loaded.baseUrl) : [{ title: "This page is not here" }];

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export function loader({ request }: LoaderFunctionArgs) {
  const slug = charityPageSlugs.find((known) => new URL(request.url).pathname === `/${known}`);
  if (!slug) throw new Response(null, { status: 404 });
  const page: Page = { page: getCharityPage(slug), name: config.charity.name, baseUrl: config.baseUrl };
  return data(page, { headers: cacheFor(3600) });
}

export default function CharityPageScreen() {
  const { page } = useLoaderData<Page>();
  return <CharityPageView page={page}>{page.slug === "contact" && <ContactLines />}</CharityPageView>;
}
