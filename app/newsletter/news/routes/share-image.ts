import type { LoaderFunctionArgs } from "@remix-run/node";
import { findShareImage } from "~/newsletter/issues/render-share-image.server";

export async function loader({ params }: LoaderFunctionArgs) {
  const png = await findShareImage(params["slug"] ?? "");
  if (!png) throw new Response(null, { status: 404 });
  // As long as its page: it has the title on it, and goes with an article that is taken off.
  return new Response(png, { headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=60, s-maxage=60" } });
}
