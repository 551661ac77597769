import type { AppLoadContext } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { truncateNetwork } from "~/staff/network";
import { staffRoles } from "~/staff/roles";
import { findStaff, getSignInPath, type Staff } from "~/staff/session.server";
import { isSessionFresh } from "~/staff/session-rules";
import { readKeptFields, runVisit, type DeskVisit, type KeptForm } from "~/staff/visit.server";
import { access, isAllowed, type AccessRow } from "./access";

type Screens = (request: Request, context: AppLoadContext) => Promise<Response>;
type SitePath = { path?: string | undefined; index?: boolean | undefined };

/** A screen that app/desk/access.ts does not name. */
const openToNobody: AccessRow = { get: [], post: [] };
/** An address under /desk without a screen: staff read that it is not there, others that they are signed out. */
const noScreen: AccessRow = { get: staffRoles, post: [] };

/** The row of an address, found as Remix finds its screen; null: it is not at the desk. */
export function findAccessRow(paths: readonly SitePath[], pathname: string): AccessRow | null {
  // Remix asks for the data of a page by its path and this ending.
  const page = pathname.replace(/\.data$/, "");
  // The public's pages need not be looked up among all.
  if (!matchRoutes([{ path: "desk/*" }], page)) return null;
  const routes = paths.map(({ path, index }) => (index ? { index: true as const } : { path: path ?? "" }));
  const path = matchRoutes(routes, page)?.at(-1)?.route.path ?? "";
  if (path === "desk" || path.startsWith("desk/")) return access[path] ?? openToNobody;
  return noScreen;
}

/**
 * The desk's door: decides by app/desk/access.ts before any screen runs, so that no screen can forget to. Everybody else's
 * pages pass. Signed out: the sign-in page. Without the role: 403 in words. Forms are kept while their sender signs in or
 * confirms. A form that a screen did and wrote nothing about is in the audit log all the same.
 */
export function createDeskDoor(paths: readonly SitePath[], screens: Screens): Screens {
  return async (request, context) => {
    const path = new URL(request.url).pathname;
    const row = findAccessRow(paths, path);
    if (!row) return await screens(request, context);
    const network = truncateNetwork(context.ip);
    const visit: DeskVisit = { path, staff: null, network, outcome: null, isAudited: false, keptForm: null };
    return await runVisit(visit, async () => await answer(row, visit, request, context, screens));
  };
}

async function answer(row: AccessRow, visit: DeskVisit, request: Request, context: AppLoadContext, screens: Screens): Promise<Response> {
  const looksOnly = request.method === "GET" || request.method === "HEAD";
  const who = looksOnly ? row.get : row.post;
  const showInstead = (path: string) => {
    const headers = new Headers(request.headers);
    for (const name of ["content-type", "content-length", "transfer-encoding", "if-none-match"]) headers.delete(name);
    return screens(new Request(new URL(path, request.url), { headers, signal: request.signal }), context);
  };
  if (who === "anybody") return await screens(request, context);
  const staff = await findStaff(request);
  visit.staff = staff;
  if (!staff && looksOnly)
    return new Response(null, { status: 303, headers: { Location: getSignInPath(request), "Cache-Control": "no-store" } });
  if (!staff) {
    visit.keptForm = await keepForm(request);
    return await showInstead("/desk/signed-out");
  }
  if (!isAllowed(who, staff.role)) return await showInstead("/desk/refused");
  const spare = isForm(request) ? request.clone() : request;
  if (!looksOnly && row.fresh && !isSessionFresh(staff, now())) visit.outcome = "unconfirmed";
  const answered = visit.outcome ? null : await screens(request, context);
  if (visit.outcome === "refused") return await showInstead("/desk/refused");
  if (visit.outcome === "unconfirmed") {
    visit.keptForm = await keepForm(spare);
    return await showInstead("/desk/confirm");
  }
  if (!answered) throw new Error("a screen of the desk did not answer");
  if (!looksOnly && !row.looks && answered.status < 400 && !visit.isAudited) await recordSentForm(request, spare, staff);
  return answered;
}

const isForm = (request: Request): boolean =>
  request.method === "POST" && (request.headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");

/** What was sent, to be sent again. Files are not kept: their sender chooses them again. */
async function keepForm(request: Request): Promise<KeptForm> {
  const { pathname, search } = new URL(request.url);
  const path = pathname + search;
  if (request.method !== "POST") return { method: "get", path, fields: [], hasFiles: false };
  if (!isForm(request)) return { method: "post", path, fields: [], hasFiles: true };
  return { method: "post", path, fields: await readKeptFields(request), hasFiles: false };
}

/** Which page it was, and which of its buttons. */
async function recordSentForm(request: Request, spare: Request, staff: Staff): Promise<void> {
  const button = spare === request ? null : new URLSearchParams(await spare.text()).get("do");
  await recordAudit(db, staff, {
    action: "form-sent",
    about: { kind: "page", id: new URL(request.url).pathname },
    ...(button && /^[a-z-]{1,40}$/.test(button) && { became: { button } }),
  });
}
