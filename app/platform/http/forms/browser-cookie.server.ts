import { hashToken, newToken } from "~/platform/ids.server";
import { signedCookie } from "../../secrets/signed-cookie.server";

/**
 * Remembers, until the browser closes, that a form came from it: so that only it sees the form filled in again.
 * Strictly necessary for what its owner asked for, and set only once a form is sent.
 */
const cookie = signedCookie("giving", { sameSite: "lax", maxAgeSeconds: null });

/** The browser's number, if it has sent a form before. */
export const findBrowserId = (request: Request): Promise<string | null> => cookie.read(request);

/** The browser's number, and the header that gives it one if it has none. */
export async function getOrCreateBrowserId(request: Request): Promise<{ browserId: string; headers: Record<string, string> }> {
  const existing = await findBrowserId(request);
  if (existing) return { browserId: existing, headers: {} };
  const browserId = newToken();
  return { browserId, headers: { "Set-Cookie": await cookie.serialize(browserId) } };
}

/** What is stored of a browser's number: enough to know it again, not to be it. */
export const hashBrowserId = (browserId: string): string => hashToken(browserId);
