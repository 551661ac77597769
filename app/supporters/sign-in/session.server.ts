import { redirect } from "@remix-run/node";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { hashToken } from "~/platform/ids.server";
import { signedCookie } from "~/platform/secrets/signed-cookie.server";
import { isSeenAtStale, parseReturnPath, sessionMaxDays, isSessionActive } from "./session-rules";

/** Holds the token of a session and nothing else. Strictly necessary for what its owner asked for. */
const cookie = signedCookie("supporter", { sameSite: "lax", maxAgeSeconds: sessionMaxDays * 24 * 60 * 60 });

/** Who is signed in, by which session and since when. The address is in lower case. */
export type SignedInSupporter = { id: string; email: string; firstName: string; lastName: string; sessionId: string; signedInAt: Date };

/** Headers of every answer that may hold something of a person: nothing on the way keeps it. */
export const noStoreHeaders = (): Record<string, string> => ({ "Cache-Control": "no-store" });

/** The header that signs a browser in. */
export const serializeSessionCookie = (token: string): Promise<string> => cookie.serialize(token);
/** The header that takes the cookie away. */
export const clearSessionCookie = (): Promise<string> => cookie.clear();

async function findSession(request: Request) {
  const token = await cookie.read(request);
  if (!token) return null;
  const session = await db.supporterSession.findUnique({ where: { tokenHash: hashToken(token) }, include: { supporter: true } });
  // Its supporter is asked for after it, and may be erased by then.
  const isKept = (session?.supporter as object | null | undefined) !== null;
  return session && isKept && isSessionActive(session, now()) ? session : null;
}

/** Who is signed in with this browser; null: nobody. */
export async function findSignedInSupporter(request: Request): Promise<SignedInSupporter | null> {
  const session = await findSession(request);
  // Sessions begin by a link to an address, so nobody without one has any.
  if (!session?.supporter.email) return null;
  if (isSeenAtStale(session.lastSeenAt, now()))
    await db.supporterSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: now() } });
  const { id, firstName, lastName, email } = session.supporter;
  return { id, email, firstName, lastName, sessionId: session.id, signedInAt: session.createdAt };
}

/**
 * Who is signed in.
 * @throws a redirect to the sign-in page, which leads back to the page that was wanted
 */
export async function requireSupporter(request: Request): Promise<SignedInSupporter> {
  const supporter = await findSignedInSupporter(request);
  if (supporter) return supporter;
  const requestedPath = parseReturnPath(new URL(request.url).pathname.replace(/\.data$/, ""));
  const returnQuery = request.method === "GET" && requestedPath && requestedPath !== "/supporter" ? `?to=${requestedPath}` : "";
  throw redirect(`/supporter/sign-in${returnQuery}`, { headers: noStoreHeaders() });
}

/** Signs out this browser, or every browser of the person. Done twice it is done once. */
export async function signOut(request: Request, scope: "here" | "everywhere"): Promise<void> {
  const session = await findSession(request);
  if (session)
    await db.supporterSession.deleteMany({ where: scope === "here" ? { id: session.id } : { supporterId: session.supporterId } });
}

/** Signs out every browser of a person. */
export async function endAllSessions(supporterId: string): Promise<void> {
  await db.supporterSession.deleteMany({ where: { supporterId } });
}
