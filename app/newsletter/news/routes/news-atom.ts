import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { renderAtomFeed } from "../news-feed";
import { listNews } from "../news.server";

export const loader = async () =>
  new Response(renderAtomFeed(await listNews(50), config.baseUrl, config.charity.name), {
    headers: { "Content-Type": "application/atom+xml; charset=utf-8", ...cacheFor(60) },
  });
