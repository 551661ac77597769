import type { LoaderFunctionArgs } from "@remix-run/node";
import { findSharePicture } from "../sharing/share-picture.server";

export async function loader({ params }: LoaderFunctionArgs) {
  const png = await findSharePicture(params["file"] ?? "");
  if (!png) throw new Response(null, { status: 404 });
  return new Response(png, { headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=3600" } });
}
