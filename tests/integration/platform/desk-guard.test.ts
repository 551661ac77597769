import { resolve } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { isDemoSignInEnabled } from "~/desk/staff-session.server";
import routes from "~/routes";
import { useDatabase } from "tests/support/database";
import { deskRequest, enableDesk } from "tests/support/desk-requests";

useDatabase({ keepRows: true });

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;
type Screen = { loader?: Handler; action?: Handler };

/** Showing somebody in, or out, is all that these do. */
const signInPaths = ["desk/sign-in", "desk/sign-out"];
const deskRoutes = routes.filter(({ path }) => path?.startsWith("desk") && !signInPaths.includes(path));

/** Who asks, without having sat down at the desk. */
const unauthenticatedCookies = [
  ["without a cookie", ""],
  ["with a cookie of their own making", "desk=ImRlc2si.abc"],
] as const;

async function requestScreen(file: string, cookie: string): Promise<{ method: string; status: number; to: string | null }[]> {
  const screen = (await import(resolve("app", file))) as Screen;
  const asked = [
    ["GET", screen.loader, await deskRequest({ cookie })],
    ["POST", screen.action, await deskRequest({ cookie, form: { do: "import", email: "ada@example.org" } })],
  ] as const;
  const answers = [];
  for (const [method, ask, request] of asked) {
    if (!ask) continue;
    const args = { request, params: { id: "none" }, context: { ip: "" } } as unknown as Parameters<Handler>[0];
    const answer = await Promise.resolve(ask(args)).catch((thrown: unknown) => thrown);
    if (!(answer instanceof Response)) throw new Error(`${method} of ${file} answered a stranger`);
    answers.push({ method, status: answer.status, to: answer.headers.get("location") });
  }
  return answers;
}

test("the desk has these addresses, and each takes part below", () => {
  expect(deskRoutes.length).toBeGreaterThan(14);
});

describe.each(unauthenticatedCookies)("somebody %s", (_, cookie) => {
  test("is refused at every address of a live site's desk", async () => {
    expect(isDemoSignInEnabled()).toBe(false);
    for (const { file } of deskRoutes)
      for (const { status } of await requestScreen(file, cookie)) expect({ file, status }).toEqual({ file, status: 404 });
    const signIn = (await import("~/desk/routes/sign-in")) as Screen;
    for (const ask of [signIn.loader, signIn.action])
      await expect(Promise.resolve().then(() => ask?.({} as Parameters<Handler>[0]))).rejects.toMatchObject({ status: 404 });
  });

  test("is sent to the door at every address of a trial site's desk", async () => {
    const close = enableDesk();
    try {
      for (const { file } of deskRoutes)
        for (const answer of await requestScreen(file, cookie))
          expect({ file, ...answer }).toEqual({ file, method: answer.method, status: 303, to: "/desk/sign-in" });
    } finally {
      close();
    }
  });
});
