import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { config } from "~/platform/config/config.server";
import { siteIconSvg } from "../sharing/site-icon";

export const loader = () =>
  new Response(siteIconSvg(config.charity.colours), { headers: { "Content-Type": "image/svg+xml", ...cacheFor(86_400) } });
