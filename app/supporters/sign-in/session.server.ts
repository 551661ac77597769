import { createCookie, redirect } from "@remix-run/node";
import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { tokenHash } from "./open-session.server";
import { isWorthNoting, ownPage, sessionDays, sessionLasts } from "./session-rules";

const secure = config.baseUrl.startsWith("https:");

/** Holds the token of a session and nothing else. Strictly necessary for what its owner asked for. */
const cookie = createCookie(secure ? "__Host-supporter" : "supporter", {
  httpOnly: true,
  sameSite: "lax",
  path: "/",
  secure,
  maxAge: sessionDays * 24 * 60 * 60,
  secrets: config.sessionSecrets,
});

/** Who is signed in. The address is in lower case. */
export type SignedIn = { id: string; email: string; firstName: string; lastName: string };

/** Headers of every answer that may hold something of a person: nothing on the way keeps it. */
export const ownHeaders = (): Record<string, string> => ({ "Cache-Control": "no-store" });

/** The header that signs a browser in. */
export const sessionCookie = (token: string): Promise<string> => cookie.serialize(token);
/** The header that takes the cookie away. */
export const noCookie = (): Promise<string> => cookie.serialize("", { maxAge: 0 });

async function sessionOf(request: Request) {
  const token: unknown = await cookie.parse(request.headers.get("cookie"));
  if (typeof token !== "string" || token === "") return null;
  const session = await db.supporterSession.findUnique({ where: { tokenHash: tokenHash(token) }, include: { supporter: true } });
  return session && sessionLasts(session, now()) ? session : null;
}

/** Who is signed in with this browser; null: nobody. */
export async function supporterOf(request: Request): Promise<SignedIn | null> {
  const session = await sessionOf(request);
  if (!session) return null;
  if (isWorthNoting(session.seenAt, now())) await db.supporterSession.updateMany({ where: { id: session.id }, data: { seenAt: now() } });
  const { id, email, firstName, lastName } = session.supporter;
  return { id, email, firstName, lastName };
}

/**
 * Who is signed in.
 * @throws a redirect to the sign-in page, which leads back to the page that was wanted
 */
export async function requireSupporter(request: Request): Promise<SignedIn> {
  const supporter = await supporterOf(request);
  if (supporter) return supporter;
  const wanted = ownPage(new URL(request.url).pathname.replace(/\.data$/, ""));
  const back = request.method === "GET" && wanted && wanted !== "/supporter" ? `?to=${wanted}` : "";
  throw redirect(`/supporter/sign-in${back}`, { headers: ownHeaders() });
}

/** Signs out this browser, or every browser of the person. Done twice it is done once. */
export async function signOut(request: Request, where: "here" | "everywhere"): Promise<void> {
  const session = await sessionOf(request);
  if (session)
    await db.supporterSession.deleteMany({ where: where === "here" ? { id: session.id } : { supporterId: session.supporterId } });
}

/** Signs out every browser of a person. */
export async function endSessionsOf(supporterId: string): Promise<void> {
  await db.supporterSession.deleteMany({ where: { supporterId } });
}
