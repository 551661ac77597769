import type { LoaderFunctionArgs } from "@remix-run/node";
import { findImage } from "../images.server";

/** Pictures of issues. Their address is a digest of what is in them, so it never means anything else. */
export async function loader({ params }: LoaderFunctionArgs) {
  const image = await findImage(params["id"] ?? "");
  if (!image) throw new Response(null, { status: 404 });
  return new Response(image.bytes, {
    headers: {
      "Content-Type": image.contentType,
      "Cache-Control": "public, max-age=31536000, immutable",
      // Issues are read in mail programs, which are other sites.
      "Cross-Origin-Resource-Policy": "cross-origin",
    },
  });
}
