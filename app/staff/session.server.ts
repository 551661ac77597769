import { redirect } from "@remix-run/node";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { hashToken, newId, newToken } from "~/platform/ids.server";
import { signedCookie } from "~/platform/secrets/signed-cookie.server";
import { describeBrowser } from "./network";
import type { StaffRole } from "./roles";
import { isSeenAtStale, isSessionActive, isSessionFresh, parseDeskPath, sessionMaxHours } from "./session-rules";
import { currentVisit } from "./visit.server";

/** Holds the token of a session and nothing else. Not "strict": a link in an email would then lead to the sign-in page. */
const cookie = signedCookie("desk", { sameSite: "lax", maxAgeSeconds: sessionMaxHours * 60 * 60 });

/** Somebody who is signed in to the desk. `network`: where the request came from, truncated; "" outside of the desk's door. */
export type Staff = { id: string; name: string; email: string; role: StaffRole; sessionId: string; confirmedAt: Date; network: string };

/** Who is signed in with this browser, with the role as it is now; null: nobody. */
export async function findStaff(request: Request): Promise<Staff | null> {
  const token = await cookie.read(request);
  if (!token) return null;
  const session = await db.staffSession.findUnique({ where: { tokenHash: hashToken(token) }, include: { staff: true } });
  if (!session || !isSessionActive(session, now())) return null;
  const { id, name, email, role, status } = session.staff;
  if (status !== "active" || email === null) return null;
  if (isSeenAtStale(session.lastSeenAt, now()))
    await db.staffSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: now() } });
  return { id, name, email, role, sessionId: session.id, confirmedAt: session.confirmedAt, network: currentVisit()?.network ?? "" };
}

/** The sign-in page, which leads back to the page that was wanted. */
export function getSignInPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const wanted = parseDeskPath(pathname.replace(/\.data$/, "") + search);
  return wanted && wanted !== "/desk" ? `/desk/sign-in?to=${encodeURIComponent(wanted)}` : "/desk/sign-in";
}

/**
 * Who asks at the desk. The desk's door has looked at app/desk/access.ts before a screen runs; a screen says roles here where
 * one of its buttons needs more than the page.
 * @throws a redirect to the sign-in page, or a 403 that the door says in words
 */
export async function requireStaff(request: Request, ...roles: StaffRole[]): Promise<Staff> {
  const staff = await findStaff(request);
  if (!staff) throw redirect(getSignInPath(request), { status: 303, headers: { "Cache-Control": "no-store" } });
  if (roles.length === 0 || roles.includes(staff.role)) return staff;
  throw breakOff("refused");
}

/**
 * The same for what can't be undone, or shows everything at once: a refund, an export, an erasure, a change of role.
 * Call it before anything is changed.
 * @throws a 401, which the door answers by asking for a passkey or a code; the form is then sent again as it was
 */
export async function requireFresh(request: Request, ...roles: StaffRole[]): Promise<Staff> {
  const staff = await requireStaff(request, ...roles);
  if (isSessionFresh(staff, now())) return staff;
  throw breakOff("unconfirmed");
}

function breakOff(outcome: "refused" | "unconfirmed"): Response {
  const visit = currentVisit();
  if (visit) visit.outcome = outcome;
  return new Response(null, { status: outcome === "refused" ? 403 : 401 });
}

/** Opens a new session of a member, whatever the browser had before. @returns the token for the cookie */
export async function openStaffSession(tx: Tx, staffId: string, request: Request): Promise<string> {
  const token = newToken();
  const at = now();
  await tx.staffSession.create({
    data: {
      id: newId(),
      tokenHash: hashToken(token),
      staffId,
      createdAt: at,
      lastSeenAt: at,
      confirmedAt: at,
      network: currentVisit()?.network ?? "",
      browser: describeBrowser(request.headers.get("user-agent")),
    },
  });
  return token;
}

/** The header that signs a browser in. */
export const signInHeaders = async (token: string): Promise<Record<string, string>> => ({
  "Set-Cookie": await cookie.serialize(token),
  "Cache-Control": "no-store",
});

/** The header that takes the cookie away. */
export const signOutHeaders = async (): Promise<Record<string, string>> => ({
  "Set-Cookie": await cookie.clear(),
  "Cache-Control": "no-store",
});

/** Ends the session of this browser; done twice it is done once. @returns whose it was */
export async function endThisSession(tx: Tx, request: Request): Promise<Staff | null> {
  const staff = await findStaff(request);
  if (staff) await tx.staffSession.deleteMany({ where: { id: staff.sessionId } });
  return staff;
}

/** Notes that the owner of a session showed a passkey or a code just now. */
export async function confirmSession(tx: Tx, { sessionId }: Staff): Promise<void> {
  await tx.staffSession.updateMany({ where: { id: sessionId }, data: { confirmedAt: now() } });
}
