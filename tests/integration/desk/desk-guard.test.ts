import { resolve } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { access } from "~/desk/access";
import routes from "~/routes";
import { useDatabase } from "tests/support/database";
import { deskRequest } from "tests/support/desk/desk-requests";

useDatabase({ keepRows: true });

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;
type Screen = { loader?: Handler; action?: Handler };

const deskRoutes = routes.filter(({ path }) => path?.startsWith("desk") && access[path]?.get !== "anybody");

/** Who asks, without being signed in. */
const unauthenticatedCookies = [
  ["without a cookie", ""],
  ["with a cookie of their own making", "desk=ImRlc2si.abc"],
] as const;

/** The screens by themselves, without the desk's door before them: they ask who is there, too. */
describe.each(unauthenticatedCookies)("somebody %s", (_, cookie) => {
  test.each(deskRoutes.map(({ path, file }) => [path, file] as const))("is shown nothing by the screen of /%s", async (_path, file) => {
    const screen = (await import(resolve("app", file))) as Screen;
    const asked = [
      ["GET", screen.loader, await deskRequest({ cookie })],
      ["POST", screen.action, await deskRequest({ cookie, form: { do: "import", email: "ada@example.org" } })],
    ] as const;
    for (const [method, ask, request] of asked) {
      if (!ask) continue;
      const args = { request, params: { id: "none" }, context: { ip: "" } } as unknown as Parameters<Handler>[0];
      const answer = await Promise.resolve()
        .then(() => ask(args))
        .catch((thrown: unknown) => thrown);
      if (!(answer instanceof Response)) throw new Error(`${method} of ${file} answered a stranger`);
      expect({ status: answer.status, to: answer.headers.get("location") }).toEqual({ status: 303, to: "/desk/sign-in" });
    }
  });
});
