import { now } from "~/platform/clock";
import { cacheFor } from "~/platform/http/page-cache/cache-headers.server";
import { formatRoomsJson } from "../rooms-json.server";
import { findRoomsThisWeek } from "../rooms.server";

/** How the rooms stand this week, for whoever asks: the same figures as the picture. GLOSSARY.md says what each means. */
export async function loader(): Promise<Response> {
  const at = now();
  const week = await findRoomsThisWeek(at);
  return new Response(JSON.stringify(week ? formatRoomsJson(week, at) : { error: "The figures can’t be read just now" }, null, 2), {
    status: week ? 200 : 503,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Access-Control-Allow-Origin": "*",
      ...(week ? cacheFor(60) : { "Cache-Control": "no-store" }),
    },
  });
}
