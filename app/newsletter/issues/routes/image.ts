import type { LoaderFunctionArgs } from "@remix-run/node";
import { pictureCalled } from "../images.server";

/** Pictures of letters. Their address is a digest of what is in them, so it never means anything else. */
export async function loader({ params }: LoaderFunctionArgs) {
  const picture = await pictureCalled(params["id"] ?? "");
  if (!picture) throw new Response(null, { status: 404 });
  return new Response(picture.bytes, {
    headers: {
      "Content-Type": picture.type,
      "Cache-Control": "public, max-age=31536000, immutable",
      // Letters are read in mail programs, which are other sites.
      "Cross-Origin-Resource-Policy": "cross-origin",
    },
  });
}
