import { redirect } from "@remix-run/node";
import { config } from "~/platform/config/config.server";
import { signedCookie } from "~/platform/secrets/signed-cookie.server";

/** Who works at the charity's desk. */
export type Staff = { name: string };

const cookie = signedCookie("desk", { sameSite: "strict", maxAgeSeconds: 8 * 60 * 60 });
const demoStaffName = "the demonstration’s desk";

/** Whether anybody may come in by a button: only on a demonstration, about which nothing is real. */
export const isDemoSignInEnabled = (): boolean => config.sandbox !== null;

/**
 * The one door to the charity's desk: every screen under /desk asks here first. Until staff can sign in, a site on which
 * something is real has no desk.
 * @throws a 404, or a redirect to sign in
 */
export async function requireStaff(request: Request): Promise<Staff> {
  if (!isDemoSignInEnabled()) throw new Response(null, { status: 404 });
  if ((await cookie.read(request)) === demoStaffName) return { name: demoStaffName };
  throw redirect("/desk/sign-in", 303);
}

/** The header that lets a browser in to the demonstration's desk. @throws a 404 where something is real */
export async function demoSignInHeaders(): Promise<Record<string, string>> {
  if (!isDemoSignInEnabled()) throw new Response(null, { status: 404 });
  return { "Set-Cookie": await cookie.serialize(demoStaffName) };
}

/** The header that shows a browser out. */
export const deskSignOutHeaders = async (): Promise<Record<string, string>> => ({
  "Set-Cookie": await cookie.clear(),
});
