import { expect, test } from "vitest";
import * as security from "~/desk/routes/security";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { findStaff } from "~/staff/session.server";
import { confirmPresence } from "~/staff/sign-in/confirm-presence.server";
import { removeOwnPasskey } from "~/staff/ways/own-ways.server";
import { promptForPasskey } from "~/staff/ways/passkeys.server";
import { useDatabase } from "tests/support/database";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { SoftwarePasskey } from "tests/support/desk/software-passkey";
import { ip, joinWithPasskey, origin, request } from "tests/support/desk/staff-members";

useDatabase();

test("a session ends after half an hour without a request, and after twelve hours with", async () => {
  const { cookie } = await joinWithPasskey();
  const start = Date.now();
  const isInAfter = async (minutes: number) => {
    setClock(() => new Date(start + minutes * 60_000));
    return (await findStaff(request(cookie))) !== null;
  };
  try {
    expect(await isInAfter(29)).toBe(true);
    for (let minutes = 29; minutes < 12 * 60; minutes += 29) expect(await isInAfter(minutes)).toBe(true);
    expect(await isInAfter(12 * 60 + 1)).toBe(false);
    const { lastSeenAt } = await db.staffSession.findFirstOrThrow();
    await db.staffSession.updateMany({ data: { createdAt: lastSeenAt } });
    expect(await isInAfter((lastSeenAt.getTime() - start) / 60_000 + 31)).toBe(false);
  } finally {
    setClock(() => new Date());
  }
});

test("confirming takes one’s own passkey, asked for in this session, or a code", async () => {
  const { staffId, passkey, codes, cookie } = await joinWithPasskey();
  const staff = await findStaff(request(cookie));
  if (!staff) throw new Error("not signed in");
  const confirm = (passkeyJson: string, code = "") => confirmPresence(staff, { passkeyJson, code }, ip);
  await db.staffSession.updateMany({ data: { confirmedAt: new Date(0) } });
  expect(await confirm(passkey.answer(await promptForPasskey("sign in")))).toEqual({ refused: "wrong-passkey" });
  expect(await confirm(passkey.answer(await promptForPasskey("confirm another-session")))).toEqual({ refused: "wrong-passkey" });
  expect(await confirm("", "")).toEqual({ refused: "wrong-code" });
  expect((await db.staffSession.findFirstOrThrow()).confirmedAt).toEqual(new Date(0));
  expect(await confirm(passkey.answer(await promptForPasskey(`confirm ${staff.sessionId}`)))).toEqual({ confirmed: true });
  expect((await db.staffSession.findFirstOrThrow({ where: { staffId } })).confirmedAt.getTime()).toBeGreaterThan(0);
  expect(await confirm("", codes[3])).toEqual({ confirmed: true });
});

test("the only way to sign in can’t be removed", async () => {
  const { staffId, cookie } = await joinWithPasskey();
  const staff = await findStaff(request(cookie));
  const { id } = await db.passkey.findFirstOrThrow({ where: { staffId } });
  expect(staff && (await removeOwnPasskey(staff, id))).toEqual({ refused: "last-way" });
  expect(await db.passkey.count()).toBe(1);
});

test("another passkey is added under the name that its owner gives it", async () => {
  const { staffId, cookie } = await joinWithPasskey();
  const page = await loadAtDesk({ loader: security.loader }, { cookie });
  const { prompt } = (page.data as { ways: { prompt: { optionsJson: string } } }).ways;
  const passkey = new SoftwarePasskey(origin).create(prompt);
  const form = { do: "add-passkey", passkey, "passkey-name": " My phone " };
  expect((await postAtDesk({ action: security.action }, { form, cookie })).status).toBe(303);
  const names = await db.passkey.findMany({ where: { staffId }, select: { name: true }, orderBy: { createdAt: "asc" } });
  expect(names).toEqual([{ name: "phone" }, { name: "My phone" }]);
});
