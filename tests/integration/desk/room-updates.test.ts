import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as homeScreen from "~/account/routes/home";
import * as planScreen from "~/account/plans/routes/plan";
import type { YourRooms } from "~/account/plans/your-rooms.server";
import * as newScreen from "~/desk/rooms/updates/routes/new-update";
import * as updateScreen from "~/desk/rooms/updates/routes/update";
import * as updatesScreen from "~/desk/rooms/updates/routes/updates";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { newId } from "~/platform/ids.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { closeRoomOn, retireRoom } from "~/sponsorship/rooms/manage/retire-room.server";
import { writeUpdate } from "~/sponsorship/rooms/updates/change-updates.server";
import { staffPersonalData } from "~/staff/personal-data.server";
import { useDatabase } from "tests/support/database";
import { deskCookie, loadAtDesk, postAtDesk, staffMember, type ScreenResponse } from "tests/support/desk/desk-requests";
import { insertPlan, insertSupporter } from "tests/support/desk/desk-rows";
import { locationOf, messageOf } from "tests/support/desk/room-requests";
import { openScreen, signInAs } from "tests/support/supporters/supporter-requests";

useDatabase();
const today = new Date("2026-11-29T12:00:00Z");
beforeEach(() => setClock(() => today));
afterEach(() => setClock(() => new Date()));

const addRoom = async (name: string, position: number) =>
  (await db.room.create({ data: { id: name.toLowerCase(), name, position, weeklyPence: 10_000 } })).id;
beforeEach(async () => {
  await addRoom("Oak", 1);
  await addRoom("Elm", 2);
});

type Page = Awaited<ReturnType<typeof updateScreen.loader>>;
const form = (change: Record<string, string> = {}) => ({
  do: "save",
  formId: newId(),
  room: "oak",
  month: "2026-11",
  text: "A new desk",
  ...change,
});
const write = (change: Record<string, string> = {}) => postAtDesk(newScreen, { form: form(change) });
const list = async (query = "") =>
  ((await loadAtDesk(updatesScreen, { query })).data as Awaited<ReturnType<typeof updatesScreen.loader>>).page;
const textsAtDesk = async (query = "") =>
  (await list(query)).groups.map(({ title, updates }) => [title, ...updates.map(({ text }) => text)]);
const open = async (id: string) => (await loadAtDesk(updateScreen, { params: { id } })).data as Page;
const press = (id: string, change: Record<string, string>) => postAtDesk(updateScreen, { params: { id }, form: change });
const audit = async () =>
  (await db.auditEntry.findMany({ where: { aboutKind: "room-update" }, orderBy: { sequence: "asc" } })).map(({ action, was, became }) => ({
    action,
    was,
    became,
  }));
const onlyUpdate = () => db.roomUpdate.findFirstOrThrow();

/** Somebody with one sponsorship, signed in. */
async function aSponsor(roomId: string | null, change: { status?: "cancelled"; endedAt?: Date } = {}) {
  const { id } = await insertSupporter();
  const plan = await insertPlan({ supporterId: id, roomId, syncedAt: today, ...change });
  return { id, plan, cookie: await signInAs(id) };
}
type Sponsor = Awaited<ReturnType<typeof aSponsor>>;
const roomsOf = ({ shown }: { shown: Record<string, unknown> }) => shown["rooms"] as YourRooms | null;
const readHome = async ({ cookie }: Sponsor) => roomsOf(await openScreen(homeScreen, "/supporter", { cookie }));
const readPlan = async ({ cookie, plan }: Sponsor) =>
  roomsOf(await openScreen(planScreen, `/supporter/plans/${plan.id}`, { cookie, params: { id: plan.id } }));
const textsOf = (rooms: YourRooms | null) => rooms && [...rooms.updates.shown, ...rooms.updates.earlier].map(({ text }) => text);

describe("at the desk", () => {
  test("an update is written once however often its form is sent, and is listed by month and by room", async () => {
    const formId = newId();
    const both = await Promise.all([write({ formId }), write({ formId })]);
    expect(both.map(locationOf)).toEqual(["/desk/rooms/updates?done=written", "/desk/rooms/updates?done=written"]);
    await write({ room: "all", month: "2026-10", text: "Curtains\n\n\n\nfor all" });
    await write({ room: "elm", month: "2026-11", text: "A lamp" });
    expect(await textsAtDesk()).toEqual([
      ["November 2026", expect.anything(), expect.anything()],
      ["October 2026", "Curtains\n\nfor all"],
    ]);
    expect(await textsAtDesk("?room=all")).toEqual([["October 2026", "Curtains\n\nfor all"]]);
    expect(await textsAtDesk("?room=elm&month=2026-11")).toEqual([["November 2026", "A lamp"]]);
    expect(await textsAtDesk("?room=elm&month=2026-10")).toEqual([]);
    expect((await textsAtDesk("?room=no-such&month=x")).length).toBe(2);
    expect(await audit()).toEqual([
      { action: "room-update.written", was: null, became: { room: "oak", month: "2026-11" } },
      { action: "room-update.written", was: null, became: { room: "all", month: "2026-10" } },
      { action: "room-update.written", was: null, became: { room: "elm", month: "2026-11" } },
    ]);
  });

  test("a form that was saved and is sent again with other words loses nothing, and claims nothing", async () => {
    const formId = newId();
    await write({ formId });
    const again = await write({ formId, text: "A new lamp" });
    expect(again.status).toBe(409);
    const { input, errors, formId: next } = again.data as Awaited<ReturnType<typeof newScreen.loader>>;
    expect(errors).toEqual([{ field: "main", message: expect.stringContaining("saved before, with other words") }]);
    expect([input.text, (await onlyUpdate()).text]).toEqual(["A new lamp", "A new desk"]);
    expect(locationOf(await write({ formId: next, text: "A new lamp" }))).toBe("/desk/rooms/updates?done=written");
    expect(await db.roomUpdate.count()).toBe(2);
  });

  test("a preview shows what sponsors would see, and saves nothing", async () => {
    const shown = await write({ do: "preview", text: "  A new desk\r\nand a lamp " });
    expect(shown.data).toMatchObject({ preview: { about: "Oak", month: "November 2026", text: "A new desk\nand a lamp" } });
    expect(await db.roomUpdate.count()).toBe(0);
    await write();
    const { id, version } = await onlyUpdate();
    const change = { do: "preview", room: "all", month: "2026-10", text: "Another", version: String(version) };
    expect((await press(id, change)).data).toMatchObject({ preview: { about: "All rooms", month: "October 2026", text: "Another" } });
    expect(await onlyUpdate()).toMatchObject({ roomId: "oak", text: "A new desk", version });
    expect((await audit()).length).toBe(1);
  });

  test.each([
    ["a postcode", "We are at ex1 1aa now", "the postcode “ex1 1aa”"],
    ["a telephone number", "Ring 0117 496 0000", "the telephone number"],
    ["an email address", "Write to oak@example.org", "the web or email address"],
  ])("%s is refused, and what was typed is still there", async (_, text, found) => {
    const refused = await write({ text, month: "2026-09" });
    expect([refused.status, messageOf(refused)]).toEqual([400, expect.stringContaining(`Take out ${found}`)]);
    expect(refused.data).toMatchObject({ input: { room: "oak", month: "2026-09", text }, preview: null });
    await write();
    const { id, version } = await onlyUpdate();
    const again = await press(id, { ...form({ text }), version: String(version) });
    expect([again.status, (again.data as Page).input.text]).toEqual([400, text]);
    expect(await db.roomUpdate.findMany({ select: { text: true } })).toEqual([{ text: "A new desk" }]);
  });

  test("rooms, months and buttons that are not offered are refused", async () => {
    expect(messageOf(await write({ room: "" }))).toContain("Choose the room");
    expect(messageOf(await write({ month: "2026-12" }))).toBe("Choose one of the months");
    const unknown = await write({ room: "no-such" });
    expect([unknown.status, messageOf(unknown)]).toEqual([409, "That room is not there any more. Choose another"]);
    expect((await write({ do: "__proto__" })).status).toBe(400);
    expect((await loadAtDesk(updateScreen, { params: { id: "none" } })).status).toBe(404);
    expect((await press("none", form())).status).toBe(404);
    expect(await db.roomUpdate.count()).toBe(0);
  });

  test("of two who correct one, the second is told and loses nothing; the same form twice is one correction", async () => {
    await write();
    const { id } = await onlyUpdate();
    const correct = (text: string) => press(id, { do: "save", room: "oak", month: "2026-10", text, version: "1" });
    expect(locationOf(await correct("A desk and a lamp"))).toBe("/desk/rooms/updates?done=corrected");
    expect(locationOf(await correct("A desk and a lamp"))).toBe("/desk/rooms/updates?done=corrected");
    const late = await correct("A chair");
    expect([late.status, messageOf(late)]).toEqual([409, expect.stringContaining("Nothing was overwritten")]);
    expect(late.data).toMatchObject({ update: { text: "A desk and a lamp", version: 2 }, input: { text: "A chair" } });
    expect((await open(id)).update.written).toBe("29 Nov 2026 by Test administrator, corrected 29 Nov 2026");
    // Of the words the log says only that they changed.
    expect((await audit()).slice(1)).toEqual([
      {
        action: "room-update.corrected",
        was: { room: "oak", month: "2026-11" },
        became: { room: "oak", month: "2026-10", textChanged: true },
      },
    ]);
  });

  test("one that is taken off is gone with its words, and the log says that it was there", async () => {
    await write();
    const { id } = await onlyUpdate();
    const late = await press(id, { do: "remove", version: "9" });
    expect([late.status, await db.roomUpdate.count()]).toEqual([409, 1]);
    const remove = () => press(id, { do: "remove", version: "1" });
    expect([locationOf(await remove()), locationOf(await remove())]).toEqual(Array(2).fill("/desk/rooms/updates?done=removed"));
    expect(await db.roomUpdate.count()).toBe(0);
    expect((await audit()).slice(1)).toEqual([{ action: "room-update.removed", was: { room: "oak", month: "2026-11" }, became: null }]);
    expect((await press(id, { ...form(), version: "1" })).status).toBe(404);
  });

  test("an update that is longer ago than may be chosen can still be corrected in its month", async () => {
    await write();
    const { id } = await onlyUpdate();
    await db.roomUpdate.update({ where: { id }, data: { month: new Date("2024-01-01") } });
    expect((await open(id)).choices.months.at(-1)).toEqual({ value: "2024-01", label: "January 2024" });
    const corrected = await press(id, { do: "save", room: "oak", month: "2024-01", text: "A chair", version: "1" });
    expect([corrected.status, (await onlyUpdate()).text]).toEqual([303, "A chair"]);
  });

  test("nothing new is written about a room that is closed; what is there can be mended", async () => {
    await write();
    const { id } = await onlyUpdate();
    await addRoom("Ash", 3);
    await closeRoomOn(null, { roomId: "elm", version: 1, closesOn: "2026-12-24" });
    expect(locationOf(await write({ room: "elm", text: "Until Christmas" }))).toContain("done=written");
    await retireRoom(null, { roomId: "oak", version: 1 });
    const refused = await write({ text: "Too late" });
    expect([refused.status, messageOf(refused)]).toEqual([409, expect.stringContaining("That room is closed")]);
    expect((refused.data as Page).choices.rooms.map(({ label }) => label)).toEqual(["All rooms", "Elm", "Ash"]);
    const elms = await db.roomUpdate.findFirstOrThrow({ where: { roomId: "elm" } });
    expect((await press(elms.id, { ...form({ text: "Moved" }), version: "1" })).status).toBe(409);
    expect((await open(id)).choices.rooms.map(({ label }) => label)).toEqual(["All rooms", "Oak (closed)", "Elm", "Ash"]);
    expect((await press(id, { ...form({ text: "A desk and a chair" }), version: "1" })).status).toBe(303);
    expect((await db.roomUpdate.findMany({ orderBy: { text: "asc" } })).map(({ text }) => text)).toEqual([
      "A desk and a chair",
      "Until Christmas",
    ]);
  });

  test("of a room that is closed while an update is written, one of the two comes first", async () => {
    const by = { id: await staffMember("editor"), network: "" };
    const [written, closed] = await Promise.all([
      writeUpdate(by, newId(), { roomId: "oak", month: "2026-11", text: "A desk" }),
      retireRoom(null, { roomId: "oak", version: 1 }),
    ]);
    expect(closed).toEqual({ changed: true, moved: 0 });
    expect(await db.roomUpdate.count()).toBe("changed" in written ? 1 : 0);
  });

  test("whoever may not write sees what is there", async () => {
    await write();
    const cookie = await deskCookie("viewer");
    const { id } = await onlyUpdate();
    expect((await loadAtDesk(updatesScreen, { cookie })).status).toBe(200);
    expect((await loadAtDesk(updateScreen, { cookie, params: { id } })).status).toBe(200);
  });
});

describe("on a sponsor’s pages", () => {
  beforeEach(async () => {
    await write({ text: "Oak now" });
    await write({ room: "elm", text: "Elm now" });
    await write({ room: "elm", month: "2026-09", text: "Elm in September" });
    await write({ room: "all", month: "2026-10", text: "All in October" });
  });

  test("stands what is about the room that they sponsor, and about all; never what is about another", async () => {
    const [oak, elm, none] = [await aSponsor("oak"), await aSponsor("elm"), await aSponsor(null)];
    for (const read of [readHome, readPlan]) {
      expect(textsOf(await read(oak))).toEqual(["Oak now", "All in October"]);
      expect(textsOf(await read(elm))).toEqual(["Elm now", "All in October", "Elm in September"]);
      expect(textsOf(await read(none))).toEqual(["All in October"]);
    }
    expect((await readHome(elm))?.updates).toMatchObject({ thisMonth: "2026-11", shownMonth: "2026-11", shown: [{ about: "Elm" }] });
    expect((await readHome(none))?.updates).toMatchObject({ shownMonth: "2026-10", shown: [{ about: "All rooms" }] });
  });

  test("stands the room’s week as the public house has it, and nothing without a sponsorship", async () => {
    const oak = await aSponsor("oak");
    const light = { lit: "Oak is 2.5% lit this week.", money: "It costs £100 a week, and £2.50 is paid for this week." };
    expect(await readHome(oak)).toMatchObject({ isOver: false, rooms: [{ name: "Oak", index: 0, ...light }] });
    const { id } = await insertSupporter();
    expect(roomsOf(await openScreen(homeScreen, "/supporter", { cookie: await signInAs(id) }))).toBeNull();
  });

  test("with two sponsorships, home has both rooms and each plan its own", async () => {
    const both = await aSponsor("oak");
    const second = await insertPlan({ supporterId: both.id, roomId: "elm", syncedAt: today });
    expect(textsOf(await readHome(both))?.toSorted()).toEqual(["All in October", "Elm in September", "Elm now", "Oak now"]);
    expect(textsOf(await readPlan(both))).toEqual(["Oak now", "All in October"]);
    expect(textsOf(await readPlan({ ...both, plan: second }))).toEqual(["Elm now", "All in October", "Elm in September"]);
  });

  test("is nothing of another sponsor’s plan, nor for strangers", async () => {
    const [oak, elm] = [await aSponsor("oak"), await aSponsor("elm")];
    const asStranger = (cookie?: string): Promise<ScreenResponse | { status: number }> =>
      openScreen(planScreen, "/", { params: { id: elm.plan.id }, ...(cookie && { cookie }) });
    expect([(await asStranger(oak.cookie)).status, (await asStranger()).status]).toEqual([404, 302]);
    expect((await openScreen(homeScreen, "/supporter")).status).toBe(302);
    for (const { headers } of [homeScreen, planScreen]) expect(headers({} as never)).toEqual({ "Cache-Control": "no-store" });
  });

  test("of a sponsorship that has ended stays what happened until then", async () => {
    const ended = await aSponsor("elm", { status: "cancelled", endedAt: new Date("2026-09-30T23:30:00Z") });
    expect(textsOf(await readPlan(ended))).toEqual(["All in October", "Elm in September"]);
    expect(await readPlan(ended)).toMatchObject({ isOver: true, rooms: [] });
    expect(await readHome(ended)).toBeNull();
  });

  test("whoever leaves a room for another sees no more of it", async () => {
    const sponsor = await aSponsor("elm");
    await changeRoom(sponsor.plan.id, { roomId: "oak", by: "sponsor" });
    for (const read of [readHome, readPlan]) expect(textsOf(await read(sponsor))).toEqual(["Oak now", "All in October"]);
  });

  test("whose room was closed keeps what happened in it until then", async () => {
    const sponsor = await aSponsor("elm");
    const other = await aSponsor("oak");
    setClock(() => new Date("2026-10-15T12:00:00Z"));
    await retireRoom(null, { roomId: "elm", version: 1 });
    setClock(() => today);
    expect(textsOf(await readPlan(sponsor))).toEqual(["All in October", "Elm in September"]);
    expect(textsOf(await readPlan(other))).toEqual(["Oak now", "All in October"]);
    expect((await readPlan(sponsor))?.rooms).toMatchObject([{ name: "Where it is needed most", index: null }]);
  });
});

test("an update stays when its writer is forgotten, and names nobody then", async () => {
  await write();
  const { id, writtenById } = await onlyUpdate();
  const member = await db.staffMember.findUniqueOrThrow({ where: { id: writtenById ?? "" } });
  await db.staffMember.update({ where: { id: member.id }, data: { status: "removed", removedAt: today } });
  const person = { id: newId(), emails: [member.email ?? ""] };
  for (const { run } of staffPersonalData.erasureSteps) await run(person);
  const cookie = await deskCookie("viewer");
  const shown = (await loadAtDesk(updateScreen, { cookie, params: { id } })).data as Page;
  expect(shown.update).toMatchObject({ text: "A new desk", written: "29 Nov 2026 by A former member of the team" });
  expect(JSON.stringify(shown)).not.toContain(member.name);
});
