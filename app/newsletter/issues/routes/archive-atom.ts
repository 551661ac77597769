import { config } from "~/platform/config/config.server";
import { keptFor } from "~/platform/http/page-cache/cache-headers.server";
import { archivedIssues, archiveFeed } from "../archive.server";

export const loader = async () =>
  new Response(archiveFeed(await archivedIssues(), config.baseUrl, config.charity.name), {
    headers: { "Content-Type": "application/atom+xml; charset=utf-8", ...keptFor(60) },
  });
