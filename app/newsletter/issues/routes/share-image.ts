import type { LoaderFunctionArgs } from "@remix-run/node";
import { sharePictureOf } from "../render-share-image.server";

export async function loader({ params }: LoaderFunctionArgs) {
  const png = await sharePictureOf(params["slug"] ?? "");
  if (!png) throw new Response(null, { status: 404 });
  return new Response(png, { headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=86400" } });
}
