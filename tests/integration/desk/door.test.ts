import { beforeEach, expect, test } from "vitest";
import { createDeskDoor } from "~/desk/door.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import routes from "~/routes";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { requireFresh, requireStaff } from "~/staff/session.server";
import { parseDeskPath } from "~/staff/session-rules";
import { currentVisit } from "~/staff/visit.server";
import { useDatabase } from "tests/support/database";
import { deskCookie } from "tests/support/desk/desk-requests";

useDatabase();

const site = "http://127.0.0.1:3000";
const done: string[] = [];
beforeEach(() => void done.splice(0));

/** Screens of a few addresses; each notes what it did. */
const door = createDeskDoor(routes, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/desk/signed-out" || pathname === "/desk/confirm" || pathname === "/desk/refused")
    return Response.json({ shown: pathname, kept: currentVisit()?.keptForm ?? null });
  const form = request.method === "POST" ? await request.formData() : null;
  const does = form?.get("do");
  // As Remix does it, what a screen throws becomes an answer.
  try {
    if (does === "fresh") await requireFresh(request);
    if (does === "narrow") await requireStaff(request, "treasurer");
    if (does === "record") {
      const staff = await requireStaff(request);
      await recordAudit(db, staff, { action: "signed-out", about: { kind: "staff", id: staff.id } });
    }
  } catch (thrown) {
    return thrown as Response;
  }
  done.push(`${request.method} ${pathname}`);
  return new Response("done", { status: does === "mistake" ? 400 : 200 });
});

async function send(path: string, fields: Record<string, string>, cookie = ""): Promise<unknown> {
  const answer = await door(new Request(site + path, { method: "POST", headers: { cookie }, body: new URLSearchParams(fields) }), {
    ip: "203.0.113.7",
  });
  return answer.headers.get("content-type")?.includes("json") ? await answer.json() : answer.status;
}

const makeStale = () => db.staffSession.updateMany({ data: { confirmedAt: new Date(now().getTime() - 6 * 60_000) } });
const kept = (path: string, fields: Record<string, string>) => ({ method: "post", path, fields: Object.entries(fields), hasFiles: false });

test("a form of somebody who is signed out is not done, and is kept to be sent again", async () => {
  const fields = { subject: "Two doors", body: "Long words\nof an hour" };
  expect(await send("/desk/newsletter/new", fields)).toEqual({ shown: "/desk/signed-out", kept: kept("/desk/newsletter/new", fields) });
  expect(done).toEqual([]);
});

test("a form that needs to be confirmed is done within five minutes, and after that kept until it is", async () => {
  const cookie = await deskCookie("administrator");
  const fields = { do: "role", id: "grace", role: "editor" };
  expect(await send("/desk/team", fields, cookie)).toBe(200);
  await makeStale();
  expect(await send("/desk/team", fields, cookie)).toEqual({ shown: "/desk/confirm", kept: kept("/desk/team", fields) });
  expect(done).toEqual(["POST /desk/team"]);
});

test("a screen that asks for it by itself gets the same", async () => {
  const cookie = await deskCookie("editor");
  await makeStale();
  const fields = { do: "fresh", amount: "12.50" };
  expect(await send("/desk/newsletter/7", fields, cookie)).toEqual({ shown: "/desk/confirm", kept: kept("/desk/newsletter/7", fields) });
  expect(done).toEqual([]);
});

test("a button that needs more than its page is refused in words", async () => {
  expect(await send("/desk/newsletter/7", { do: "narrow" }, await deskCookie("editor"))).toMatchObject({ shown: "/desk/refused" });
  expect(done).toEqual([]);
});

test("no form that was done is missing in the audit log, and none is there twice", async () => {
  const cookie = await deskCookie("editor");
  await send("/desk/newsletter/7", { do: "anything" }, cookie);
  await send("/desk/newsletter/8", { do: "record" }, cookie);
  await send("/desk/newsletter/9", { do: "mistake" }, cookie);
  const entries = await db.auditEntry.findMany({
    orderBy: { sequence: "asc" },
    select: { staffId: true, action: true, aboutId: true, network: true, became: true },
  });
  expect(entries).toEqual([
    {
      staffId: "test-editor",
      action: "form-sent",
      aboutId: "/desk/newsletter/7",
      network: "203.0.113.0/24",
      became: { button: "anything" },
    },
    { staffId: "test-editor", action: "signed-out", aboutId: "test-editor", network: "203.0.113.0/24", became: null },
  ]);
});

test.each([
  ["/desk/audit?q=a%40b&from=2026-01-01", true],
  ["/desk", true],
  ["//evil.example/desk", false],
  ["https://evil.example/desk", false],
  ["/desk/../supporter", false],
  ["/desk//evil.example", false],
  ["/desk/sign-out", false],
  ["/desk\\evil.example", false],
  ["/desk/a\nb", false],
])("%j is a page to be led back to: %s", (path, isSafe) => {
  expect(parseDeskPath(path)).toBe(isSafe ? path : null);
});
