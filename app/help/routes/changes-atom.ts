import { config } from "~/platform/config/config.server";
import { renderChangesFeed } from "../changes.server";

export const loader = () =>
  new Response(renderChangesFeed(config.baseUrl, config.charity.name), {
    headers: {
      "Content-Type": "application/atom+xml; charset=utf-8",
      "Cache-Control": "public, max-age=300",
      "Referrer-Policy": "no-referrer",
    },
  });
