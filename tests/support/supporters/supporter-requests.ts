import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import type { Donation } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { hashToken, newId, newToken } from "~/platform/ids.server";
import { serializeSessionCookie } from "~/supporters/sign-in/session.server";
import { mailControl } from "../giving/donation-harness";

/** What a screen answered: status, headers and what it shows. */
export type ScreenResponse = { status: number; headers: Headers; shown: Record<string, unknown> };

type Screen = {
  loader?: (args: LoaderFunctionArgs) => unknown;
  action?: (args: ActionFunctionArgs) => unknown;
};
type Visit = { cookie?: string; params?: Record<string, string>; ip?: string };

async function runScreen(run: () => unknown): Promise<ScreenResponse> {
  let answer: unknown;
  try {
    answer = await run();
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    answer = thrown;
  }
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, shown: {} };
  const { type, data, init } = (answer ?? {}) as { type?: string; data?: Record<string, unknown>; init?: ResponseInit | null };
  if (type === "DataWithResponseInit") return { status: init?.status ?? 200, headers: new Headers(init?.headers), shown: data ?? {} };
  return { status: 200, headers: new Headers(), shown: (answer ?? {}) as Record<string, unknown> };
}

const buildArgs = (request: Request, { params = {}, ip = "203.0.113.7" }: Visit) =>
  ({ request, params, context: { ip } }) as unknown as LoaderFunctionArgs & ActionFunctionArgs;

const buildHeaders = ({ cookie }: Visit): Record<string, string> => (cookie ? { cookie } : {});

/** Opens a page of a screen as a browser would. */
export const openScreen = (screen: Screen, path: string, visit: Visit = {}): Promise<ScreenResponse> =>
  runScreen(() => screen.loader?.(buildArgs(new Request(`http://127.0.0.1:3000${path}`, { headers: buildHeaders(visit) }), visit)));

/** Sends a form to a screen as a browser would. */
export const postForm = (screen: Screen, path: string, fields: Record<string, string>, visit: Visit = {}): Promise<ScreenResponse> =>
  runScreen(() =>
    screen.action?.(
      buildArgs(
        new Request(`http://127.0.0.1:3000${path}`, { method: "POST", body: new URLSearchParams(fields), headers: buildHeaders(visit) }),
        visit,
      ),
    ),
  );

/** The cookie that an answer sets, as the browser sends it back. */
export const getSetCookie = ({ headers }: ScreenResponse): string => (headers.get("set-cookie") ?? "").split(";")[0] ?? "";

/** Signs a browser of a supporter in, and gives its cookie. */
export async function signInAs(supporterId: string): Promise<string> {
  const token = newToken();
  await db.supporterSession.create({
    data: { id: newId(), tokenHash: hashToken(token), supporterId, createdAt: now(), lastSeenAt: now() },
  });
  return (await serializeSessionCookie(token)).split(";")[0] ?? "";
}

/** The supporter behind a gift that was paid. */
export function getSupporterId({ supporterId }: Donation): string {
  if (!supporterId) throw new Error("nobody is behind this donation");
  return supporterId;
}

/** The paths that emails to an address lead to, newest email first: those that match. */
export function listEmailedPaths(to: string, pattern: RegExp): string[] {
  return mailControl()
    .messages()
    .filter((message) => message.to.some((address) => address.toLowerCase() === to.toLowerCase()))
    .flatMap(({ text }) => [...(text ?? "").matchAll(/https?:\/\/[^/\s]+(\/[^\s>]*)/g)].map((found) => found[1] ?? ""))
    .filter((path) => pattern.test(path));
}
