import type { LoaderFunctionArgs } from "@remix-run/node";
import { config } from "~/platform/config/config.server";
import { drawPng } from "~/sponsorship/rooms/draw-share-image.server";
import { iconSizes, siteIconSvg } from "../sharing/site-icon";

const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** The icon in the sizes that phones ask for; each is drawn once. */
export async function loader({ params }: LoaderFunctionArgs) {
  const { file = "" } = params;
  if (!Object.hasOwn(iconSizes, file)) throw new Response(null, { status: 404 });
  const png = drawn.get(file) ?? drawPng(siteIconSvg(config.charity.colours, true), iconSizes[file]);
  drawn.set(file, png);
  return new Response(await png, { headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=86400" } });
}
