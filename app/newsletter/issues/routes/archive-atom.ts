import { config } from "~/platform/config/config.server";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { listArchivedIssues, renderAtomFeed } from "../archive.server";

export const loader = async () =>
  new Response(renderAtomFeed(await listArchivedIssues(), config.baseUrl, config.charity.name), {
    headers: { "Content-Type": "application/atom+xml; charset=utf-8", ...cacheFor(60) },
  });
