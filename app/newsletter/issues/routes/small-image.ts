import type { LoaderFunctionArgs } from "@remix-run/node";
import { findSmallImage } from "../small-image.server";

/** A picture drawn small. Its address is a digest of the picture, so it never means anything else. */
export async function loader({ params }: LoaderFunctionArgs) {
  const image = await findSmallImage(params["id"] ?? "");
  if (!image) throw new Response(null, { status: 404 });
  return new Response(image.bytes, { headers: { "Content-Type": "image/avif", "Cache-Control": "public, max-age=31536000, immutable" } });
}
