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
const demoStaffName = "the demonstration’s desk";

/** Whether anybody may come in by a button: only where nothing is real. */
export const isDemoSignInEnabled = (): boolean => config.sandbox !== null;

/**
 * The one door to the charity's desk: every screen under /desk asks here first. Until staff can sign in, a site on which
 * something is real has no desk.
 * @throws a 404, or a redirect to sign in
 */
export async function requireStaff(request: Request): Promise<Staff> {
  if (!isDemoSignInEnabled()) throw new Response(null, { status: 404 });
  const value: unknown = await cookie.parse(request.headers.get("cookie"));
  if (value === demoStaffName) return { name: demoStaffName };
  throw redirect("/desk/sign-in", 303);
}

/** The header that lets a browser in to the demonstration's desk. @throws a 404 where something is real */
export async function demoSignInHeaders(): Promise<Record<string, string>> {
  if (!isDemoSignInEnabled()) throw new Response(null, { status: 404 });
  return { "Set-Cookie": await cookie.serialize(demoStaffName) };
}

/** The header that shows a browser out. */
export const deskSignOutHeaders = async (): Promise<Record<string, string>> => ({
  "Set-Cookie": await cookie.serialize("", { maxAge: 0 }),
});
