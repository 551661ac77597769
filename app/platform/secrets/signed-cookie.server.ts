import { createCookie } from "@remix-run/node";
import { config } from "../config/config.server";
import { deriveKey } from "./derive-key.server";

/**
 * A cookie that only this site can have written: for this host alone, over https alone where the site has it, out of reach
 * of scripts, signed with a key of its own, so that no cookie passes for another. The first secret signs, all are accepted.
 * @param name without "__Host-", which it gets over https
 * @param options maxAgeSeconds: null ends it with the browser's session
 */
export function signedCookie(name: string, { sameSite, maxAgeSeconds }: { sameSite: "lax" | "strict"; maxAgeSeconds: number | null }) {
  const open = () => {
    const secure = config.baseUrl.startsWith("https:");
    return createCookie(secure ? `__Host-${name}` : name, {
      httpOnly: true,
      sameSite,
      path: "/",
      secure,
      ...(maxAgeSeconds !== null && { maxAge: maxAgeSeconds }),
      secrets: config.sessionSecrets.map((secret) => deriveKey(secret, `cookie, ${name}`).toString("base64url")),
    });
  };
  return {
    /** What the browser holds; null: nothing, or not of our making. */
    async read(request: Request): Promise<string | null> {
      const value: unknown = await open().parse(request.headers.get("cookie"));
      return typeof value === "string" && value !== "" ? value : null;
    },
    /** The header that gives it to the browser. */
    serialize: (value: string): Promise<string> => open().serialize(value),
    /** The header that takes it away. */
    clear: (): Promise<string> => open().serialize("", { maxAge: 0 }),
  };
}
