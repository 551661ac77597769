import { expect, test } from "vitest";
import { action as securityAction } from "~/desk/routes/security";
import * as signIn from "~/desk/routes/sign-in";
import { action as teamAction } from "~/desk/routes/team";
import { config } from "~/platform/config/config.server";
import { db } from "~/platform/database/db.server";
import { staffPersonalData } from "~/staff/personal-data.server";
import { purgeStaff } from "~/staff/purge-staff.server";
import { changeRole, endSessions, removeMember } from "~/staff/team/change-team.server";
import { inviteMember } from "~/staff/team/invite-member.server";
import { useDatabase } from "tests/support/database";
import { cookieOf, loadAtDesk, postAtDesk, staffMember } from "tests/support/desk/desk-requests";

useDatabase();

const by = { id: "test-administrator", network: "" };

test("the last administrator can neither be removed nor become anything else, and the log has no word of it", async () => {
  const id = await staffMember("administrator");
  expect(await removeMember(by, id)).toEqual({ refused: "last-administrator" });
  expect(await changeRole(by, id, "viewer")).toEqual({ refused: "last-administrator" });
  expect(await db.staffMember.findUnique({ where: { id } })).toMatchObject({ role: "administrator", status: "active" });
  expect(await db.auditEntry.count()).toBe(0);
});

test("an administrator who was invited and has not come counts for nothing", async () => {
  const id = await staffMember("administrator");
  await inviteMember(by, { email: "grace@example.org", name: "Grace", role: "administrator" });
  expect(await removeMember(by, id)).toEqual({ refused: "last-administrator" });
});

test("two administrators who remove each other at the same moment leave one", async () => {
  const ada = await staffMember("administrator");
  const grace = await staffMember("viewer");
  await changeRole(by, grace, "administrator");
  const results = await Promise.all([removeMember({ id: ada, network: "" }, grace), removeMember({ id: grace, network: "" }, ada)]);
  expect(results).toContainEqual({ changed: true });
  expect(results).toContainEqual({ refused: "last-administrator" });
  expect(await db.staffMember.count({ where: { role: "administrator", status: "active" } })).toBe(1);
});

test("a role is changed with what it was and became in the log; the same role again changes nothing", async () => {
  await staffMember("administrator");
  const id = await staffMember("editor");
  expect(await changeRole(by, id, "treasurer")).toEqual({ changed: true });
  expect(await changeRole(by, id, "treasurer")).toEqual({ changed: true });
  expect(await db.auditEntry.findMany({ select: { action: true, aboutId: true, was: true, became: true } })).toEqual([
    { action: "staff.role-changed", aboutId: id, was: { role: "editor" }, became: { role: "treasurer" } },
  ]);
});

test("ending sessions ends all of them, and nobody else’s", async () => {
  const id = await staffMember("editor");
  await cookieOf(id);
  await cookieOf(id);
  await cookieOf(await staffMember("viewer"));
  await endSessions(by, id);
  expect(await db.staffSession.findMany({ select: { staffId: true } })).toEqual([{ staffId: "test-viewer" }]);
});

test("an invitation with mistakes says each, keeps what was typed and invites nobody", async () => {
  const form = { do: "invite", name: " ", email: "grace@", role: "queen" };
  const { status, data } = await postAtDesk({ action: teamAction }, { form });
  expect(status).toBe(400);
  expect(data).toMatchObject({
    errors: [{ field: "name" }, { field: "email" }, { field: "role" }],
    kept: { name: " ", email: "grace@", role: "queen" },
  });
  expect(await db.staffInvitation.count()).toBe(0);
});

test("somebody who is on the team is not invited a second time; somebody who was removed comes back", async () => {
  const id = await staffMember("editor");
  const form = { do: "invite", name: "Grace", email: "EDITOR@example.org", role: "viewer" };
  expect((await postAtDesk({ action: teamAction }, { form })).status).toBe(409);
  await removeMember(by, id);
  expect((await postAtDesk({ action: teamAction }, { form })).status).toBe(303);
  expect(await db.staffMember.findUnique({ where: { id } })).toMatchObject({ role: "viewer", status: "invited", name: "Grace" });
  expect(await db.outgoingEmail.count({ where: { kind: "staff-invitation" } })).toBe(1);
});

test("where something is real no button signs anybody in, and the page has none", async () => {
  expect(config.sandbox).toBe(null);
  const { data } = await loadAtDesk({ loader: signIn.loader }, { cookie: "" });
  expect(data).toMatchObject({ isDemonstration: false });
  const { status, headers } = await postAtDesk(
    { action: signIn.action },
    { form: { do: "demonstration", role: "administrator" }, cookie: "" },
  );
  expect({ status, cookie: headers.get("set-cookie") }).toEqual({ status: 404, cookie: null });
  expect(await db.staffMember.count()).toBe(0);
});

test("somebody who left is forgotten on request, and after six years by themselves; whoever is on the team stays", async () => {
  const active = await staffMember("administrator");
  const left = await staffMember("viewer");
  await removeMember(by, left);
  const person = (email: string) => ({ id: "somebody", emails: [email] });
  for (const { run } of staffPersonalData.erasureSteps) {
    await run(person("viewer@example.org"));
    await run(person("administrator@example.org"));
  }
  expect(await db.staffMember.findUnique({ where: { id: left } })).toMatchObject({ email: null, name: "A former member of the team" });
  expect(await db.staffMember.findUnique({ where: { id: active } })).toMatchObject({ email: "administrator@example.org" });
  const editor = await staffMember("editor");
  await removeMember(by, editor);
  await purgeStaff();
  expect(await db.staffMember.findUnique({ where: { id: editor } })).toMatchObject({ email: "editor@example.org" });
  await db.staffMember.update({ where: { id: editor }, data: { removedAt: new Date(Date.now() - 2197 * 24 * 60 * 60 * 1000) } });
  await purgeStaff();
  expect(await db.staffMember.findUnique({ where: { id: editor } })).toMatchObject({ email: null });
});

test("a member’s own data is told to them, without any secret", async () => {
  const id = await staffMember("editor");
  await cookieOf(id);
  await changeRole({ id, network: "203.0.113.0/24" }, id, "viewer");
  const told = JSON.stringify(
    await Promise.all(Object.values(staffPersonalData.parts).map(({ load }) => load({ id: "somebody", emails: ["editor@example.org"] }))),
  );
  expect(told).toContain("Test editor");
  expect(told).toContain("staff.role-changed");
  expect(told).not.toMatch(/tokenHash|encryptedSecret|codeHash|publicKey/);
});

test("a member gives themselves another name, and the log has neither", async () => {
  await staffMember("administrator");
  const { status } = await postAtDesk({ action: securityAction }, { form: { do: "rename", name: "  Ada   Lovelace " } });
  expect(status).toBe(303);
  expect(await db.staffMember.findUnique({ where: { id: "test-administrator" } })).toMatchObject({ name: "Ada Lovelace" });
  const log = JSON.stringify(await db.auditEntry.findMany({ omit: { sequence: true } }));
  expect(log).toContain("staff.renamed");
  expect(log).not.toMatch(/Lovelace|Test administrator/);
  expect((await postAtDesk({ action: securityAction }, { form: { do: "rename", name: "" } })).status).toBe(400);
});
