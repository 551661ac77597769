import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { config } from "~/platform/config/config.server";
import { demoSignInHeaders } from "~/desk/staff-session.server";

/** Opens the demonstration's desk until the function that it gives is called. */
export function enableDesk(): () => void {
  const { sandbox } = config;
  config.sandbox = { stripePort: 9, resendPort: 9, hmrcPort: 9 };
  return () => void (config.sandbox = sandbox);
}

/** The cookie of somebody who sat down at the desk. */
export async function deskCookie(): Promise<string> {
  const { "Set-Cookie": set = "" } = await demoSignInHeaders();
  return set.split(";")[0] ?? "";
}

type Screen = { loader?: (args: LoaderFunctionArgs) => unknown; action?: (args: ActionFunctionArgs) => unknown };
type RequestOptions = { params?: Record<string, string>; query?: string; form?: FormData | Record<string, string>; cookie?: string };
export type ScreenResponse = { status: number; headers: Headers; data: unknown };

const url = "http://127.0.0.1:3000/desk";

/** A request of somebody at the desk; another cookie where one is given. */
export async function deskRequest({ query = "", form, cookie }: RequestOptions = {}): Promise<Request> {
  const headers = { cookie: cookie ?? (await deskCookie()) };
  if (form === undefined) return new Request(`${url}${query}`, { headers });
  return new Request(url, { method: "POST", headers, body: form instanceof FormData ? form : new URLSearchParams(form) });
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
