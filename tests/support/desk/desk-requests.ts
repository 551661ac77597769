import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { config } from "~/platform/config/config.server";
import { now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import type { StaffRole } from "~/staff/roles";
import { openStaffSession, signInHeaders } from "~/staff/session.server";

/** Makes the site a demonstration, whose desk anybody may try, until the function that it gives is called. */
export function enableDemonstration(): () => void {
  const { sandbox } = config;
  config.sandbox = { stripePort: 9, resendPort: 9, hmrcPort: 9 };
  return () => void (config.sandbox = sandbox);
}

/** Somebody on the team, made when they are first asked for. */
export async function staffMember(role: StaffRole): Promise<string> {
  const id = `test-${role}`;
  const member = { id, email: `${role}@example.org`, name: `Test ${role}`, role, status: "active" as const, createdAt: now() };
  // Two requests at once may both be the first.
  const { count } = await db.staffMember.createMany({ data: [member], skipDuplicates: true });
  if (count === 0) await db.staffMember.update({ where: { id }, data: member });
  return id;
}

/** The cookie of a browser in which a member of the team just signed in. */
export async function cookieOf(staffId: string): Promise<string> {
  const token = await inTransaction((tx) => openStaffSession(tx, staffId, new Request(url)));
  const { "Set-Cookie": set = "" } = await signInHeaders(token);
  return set.split(";")[0] ?? "";
}

/** The cookie of somebody at the desk. */
export const deskCookie = async (role: StaffRole = "administrator"): Promise<string> => cookieOf(await staffMember(role));

const url = "http://127.0.0.1:3000/desk";

type Screen = { loader?: (args: LoaderFunctionArgs) => unknown; action?: (args: ActionFunctionArgs) => unknown };
type RequestOptions = { params?: Record<string, string>; query?: string; form?: FormData | Record<string, string>; cookie?: string };
export type ScreenResponse = { status: number; headers: Headers; data: unknown };

/** A request of somebody at the desk; another cookie where one is given. */
export async function deskRequest({ query = "", form, cookie }: RequestOptions = {}): Promise<Request> {
  const headers = { cookie: cookie ?? (await deskCookie()) };
  if (form === undefined) return new Request(`${url}${query}`, { headers });
  return new Request(`${url}${query}`, { method: "POST", headers, body: form instanceof FormData ? form : new URLSearchParams(form) });
}

/** What a screen answers to a form of somebody at the desk. */
export async function postAtDesk(
  { action }: Screen,
  asked: RequestOptions & { form: FormData | Record<string, string> },
): Promise<ScreenResponse> {
  return await runScreen(action, asked);
}

/** What a screen shows to somebody at the desk. */
export async function loadAtDesk({ loader }: Screen, asked: RequestOptions = {}): Promise<ScreenResponse> {
  return await runScreen(loader, asked);
}

async function runScreen(handler: Screen["loader"] | Screen["action"], options: RequestOptions): Promise<ScreenResponse> {
  if (!handler) throw new Error("the screen does not take that");
  const args = { request: await deskRequest(options), params: options.params ?? {}, context: {} } as LoaderFunctionArgs &
    ActionFunctionArgs;
  const answer: unknown = await Promise.resolve(handler(args)).catch((thrown: unknown) => thrown);
  if (answer instanceof Error) throw answer;
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, data: null };
  const { data, init } = (answer ?? {}) as { data?: unknown; init?: ResponseInit | null };
  return { status: init?.status ?? 200, headers: new Headers(init?.headers), data: data ?? answer };
}
