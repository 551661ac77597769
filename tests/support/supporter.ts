import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import type { Donation } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId, newToken } from "~/platform/ids.server";
import { sessionCookie } from "~/supporters/sign-in/session.server";
import { tokenHash } from "~/supporters/sign-in/open-session.server";
import { mailControl } from "./gift";

/** What a screen answered: status, headers and what it shows. */
export type Answer = { status: number; headers: Headers; shown: Record<string, unknown> };

type Screen = {
  loader?: (args: LoaderFunctionArgs) => unknown;
  action?: (args: ActionFunctionArgs) => unknown;
};
type Visit = { cookie?: string; params?: Record<string, string>; address?: string };

async function answered(asked: () => unknown): Promise<Answer> {
  let answer: unknown;
  try {
    answer = await asked();
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    answer = thrown;
  }
  if (answer instanceof Response) return { status: answer.status, headers: answer.headers, shown: {} };
  const { type, data, init } = (answer ?? {}) as { type?: string; data?: Record<string, unknown>; init?: ResponseInit | null };
  if (type === "DataWithResponseInit") return { status: init?.status ?? 200, headers: new Headers(init?.headers), shown: data ?? {} };
  return { status: 200, headers: new Headers(), shown: (answer ?? {}) as Record<string, unknown> };
}

const argsOf = (request: Request, { params = {}, address = "203.0.113.7" }: Visit) =>
  ({ request, params, context: { address } }) as unknown as LoaderFunctionArgs & ActionFunctionArgs;

const headersOf = ({ cookie }: Visit): Record<string, string> => (cookie ? { cookie } : {});

/** Opens a page of a screen as a browser would. */
export const opens = (screen: Screen, path: string, visit: Visit = {}): Promise<Answer> =>
  answered(() => screen.loader?.(argsOf(new Request(`http://127.0.0.1:3000${path}`, { headers: headersOf(visit) }), visit)));

/** Sends a form to a screen as a browser would. */
export const posts = (screen: Screen, path: string, fields: Record<string, string>, visit: Visit = {}): Promise<Answer> =>
  answered(() =>
    screen.action?.(
      argsOf(
        new Request(`http://127.0.0.1:3000${path}`, { method: "POST", body: new URLSearchParams(fields), headers: headersOf(visit) }),
        visit,
      ),
    ),
  );

/** The cookie that an answer sets, as the browser sends it back. */
export const cookieOf = ({ headers }: Answer): string => (headers.get("set-cookie") ?? "").split(";")[0] ?? "";

/** Signs a browser of a supporter in, and gives its cookie. */
export async function signedIn(supporterId: string): Promise<string> {
  const token = newToken();
  await db.supporterSession.create({ data: { id: newId(), tokenHash: tokenHash(token), supporterId, createdAt: now(), seenAt: now() } });
  return (await sessionCookie(token)).split(";")[0] ?? "";
}

/** The supporter behind a gift that was paid. */
export function supporterIdOf({ supporterId }: Donation): string {
  if (!supporterId) throw new Error("nobody is behind this gift");
  return supporterId;
}

/** The paths that letters to an address lead to, newest letter first: those that match. */
export function pathsInLetters(to: string, pattern: RegExp): string[] {
  return mailControl()
    .messages()
    .filter((message) => message.to.some((address) => address.toLowerCase() === to.toLowerCase()))
    .flatMap(({ text }) => [...(text ?? "").matchAll(/https?:\/\/[^/\s]+(\/[^\s>]*)/g)].map((found) => found[1] ?? ""))
    .filter((path) => pattern.test(path));
}
