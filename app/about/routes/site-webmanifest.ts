import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { config } from "~/platform/config/config.server";
import { siteManifest } from "../sharing/site-icon";

export const loader = () =>
  new Response(JSON.stringify(siteManifest(config.charity.name, config.charity.colours)), {
    headers: { "Content-Type": "application/manifest+json", ...cacheFor(86_400) },
  });
