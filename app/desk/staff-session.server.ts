import { createCookie, redirect } from "@remix-run/node";
import { config } from "~/platform/config/config.server";

/** Who works at the charity's desk. */
export type Staff = { name: string };

const secure = config.baseUrl.startsWith("https:");
const cookie = createCookie(secure ? "__Host-desk" : "desk", {
  httpOnly: true,
  sameSite: "strict",
  path: "/",
  secure,
  maxAge: 8 * 60 * 60,
  secrets: config.sessionSecrets,
});
const demonstration = "the demonstration’s desk";

/** Whether anybody may come in by a button: only where nothing is real. */
export const hasDemoSignIn = (): boolean => config.sandbox !== null;

/**
 * The one door to the charity's desk: every screen under /desk asks here first. Until staff can sign in, a site on which
 * something is real has no desk.
 * @throws a 404, or a redirect to sign in
 */
export async function requireStaff(request: Request): Promise<Staff> {
  if (!hasDemoSignIn()) throw new Response(null, { status: 404 });
  const value: unknown = await cookie.parse(request.headers.get("cookie"));
  if (value === demonstration) return { name: demonstration };
  throw redirect("/desk/sign-in", 303);
}

/** The header that lets a browser in to the demonstration's desk. @throws a 404 where something is real */
export async function demoSignIn(): Promise<Record<string, string>> {
  if (!hasDemoSignIn()) throw new Response(null, { status: 404 });
  return { "Set-Cookie": await cookie.serialize(demonstration) };
}

/** The header that shows a browser out. */
export const deskSignOut = async (): Promise<Record<string, string>> => ({ "Set-Cookie": await cookie.serialize("", { maxAge: 0 }) });
