import { beforeAll, describe, expect, test } from "vitest";
import { access, isAllowed, type Who } from "~/desk/access";
import { createDeskDoor, findAccessRow } from "~/desk/door.server";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import routes from "~/routes";
import { staffRoles, type StaffRole } from "~/staff/roles";
import { useDatabase } from "tests/support/database";
import { deskCookie } from "tests/support/desk/desk-requests";

useDatabase({ keepRows: true });

const site = "http://127.0.0.1:3000";
const paths = routes.map(({ path }) => path ?? "");
const isDeskPath = (path: string) => path === "desk" || path.startsWith("desk/");
/** An address as a visitor writes it. */
const fillPath = (path: string) => `/${path.replaceAll(/:\w+/g, "some-id").replace("*", "no/such/page")}`;

/** Screens that say which of them was reached, and nothing else: what the door decides stands alone. */
const door = createDeskDoor(routes, (request) => Promise.resolve(new Response(new URL(request.url).pathname)));
const cookies: Partial<Record<StaffRole, string>> = {};
beforeAll(async () => {
  for (const role of staffRoles) cookies[role] = await deskCookie(role);
});

async function ask(path: string, method: string, role: StaffRole | null): Promise<string> {
  const headers = { cookie: (role && cookies[role]) ?? "", "content-type": "application/x-www-form-urlencoded" };
  const body = method === "POST" ? { body: "do=something" } : {};
  const answer = await door(new Request(site + path, { method, headers, ...body }), { ip: "203.0.113.7" });
  return answer.status === 303 ? new URL(answer.headers.get("location") ?? "", site).pathname : await answer.text();
}

/** What an address answers, by the table. */
function expectedAnswer(path: string, who: Who, role: StaffRole | null, method: string): string {
  if (isAllowed(who, role)) return fillPath(path);
  if (role) return "/desk/refused";
  return method === "GET" ? "/desk/sign-in" : "/desk/signed-out";
}

test("every address of the desk has a row, and every row is an address", () => {
  expect(paths.filter(isDeskPath).toSorted()).toEqual(Object.keys(access).toSorted());
});

describe.each([...staffRoles, null])("as %s", (role) => {
  test.each(paths)("/%s", async (path) => {
    for (const method of ["GET", "POST"]) {
      const row = access[path];
      const expected = row ? expectedAnswer(path, method === "GET" ? row.get : row.post, role, method) : fillPath(path);
      expect({ method, answer: await ask(fillPath(path), method, role) }).toEqual({ method, answer: expected });
    }
  });
});

test("an address of the desk without a row is open to nobody", async () => {
  const withUnknown = createDeskDoor([...routes, { path: "desk/new-screen" }], (request) =>
    Promise.resolve(new Response(new URL(request.url).pathname)),
  );
  const answer = await withUnknown(new Request(`${site}/desk/new-screen`, { headers: { cookie: cookies.administrator ?? "" } }), {
    ip: "",
  });
  expect(await answer.text()).toBe("/desk/refused");
});

test.each(["/Desk/Newsletter/new", "/d%65sk/newsletter/new", "/desk/newsletter/new/", "/desk/newsletter/new.data"])(
  "%s opens no more than the address in its one spelling",
  async (written) => {
    expect(findAccessRow(routes, written)).toBe(access["desk/newsletter/new"]);
    expect(await ask(written, "GET", "viewer")).toBe("/desk/refused");
  },
);

test("where there is no screen, staff read that, and others are asked to sign in", async () => {
  expect(await ask("/desk/nothing/here", "GET", "viewer")).toBe("/desk/nothing/here");
  expect(await ask("/desk/nothing/here", "POST", "administrator")).toBe("/desk/refused");
  expect(await ask("/desk/nothing/here", "GET", null)).toBe("/desk/sign-in");
  expect(await ask("/desktop", "GET", null)).toBe("/desktop");
});

test("a role that was taken away is gone at the next request, and a removed member at once", async () => {
  const cookie = await deskCookie("treasurer");
  const headers = { cookie };
  const open = async () => (await door(new Request(`${site}/desk/newsletter/new`, { headers }), { ip: "" })).status;
  await db.staffMember.update({ where: { id: "test-treasurer" }, data: { role: "editor" } });
  expect(await open()).toBe(200);
  await db.staffMember.update({ where: { id: "test-treasurer" }, data: { role: "treasurer" } });
  const answer = await door(new Request(`${site}/desk/newsletter/new`, { headers }), { ip: "" });
  expect(await answer.text()).toBe("/desk/refused");
  await db.staffMember.update({ where: { id: "test-treasurer" }, data: { status: "removed", removedAt: now() } });
  expect(await open()).toBe(303);
});
