import { createHash } from "node:crypto";
import { createCookie } from "@remix-run/node";
import { config } from "~/platform/config/config.server";
import { newToken } from "~/platform/ids.server";

const secure = config.baseUrl.startsWith("https:");

/**
 * Remembers, until the browser closes, that a form came from it: so that only it sees the form filled in again.
 * Strictly necessary for what its owner asked for, set only once a form is sent, and signed.
 */
const cookie = createCookie(secure ? "__Host-giving" : "giving", {
  httpOnly: true,
  sameSite: "lax",
  path: "/",
  secure,
  secrets: config.sessionSecrets,
});

/** The browser's number, if it has sent a form before. */
export async function findBrowserId(request: Request): Promise<string | null> {
  const value: unknown = await cookie.parse(request.headers.get("cookie"));
  return typeof value === "string" && value !== "" ? value : null;
}

/** The browser's number, and the header that gives it one if it has none. */
export async function getOrCreateBrowserId(request: Request): Promise<{ browserId: string; headers: Record<string, string> }> {
  const existing = await findBrowserId(request);
  if (existing) return { browserId: existing, headers: {} };
  const browserId = newToken();
  return { browserId, headers: { "Set-Cookie": await cookie.serialize(browserId) } };
}

/** What is stored of a browser's number: enough to know it again, not to be it. */
export const hashBrowserId = (browserId: string): string => createHash("sha256").update(browserId).digest("base64url");
