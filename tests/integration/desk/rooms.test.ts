import { afterEach, describe, expect, test, vi } from "vitest";
import * as roomScreen from "~/desk/rooms/routes/room";
import * as roomsScreen from "~/desk/rooms/routes/rooms";
import { setClock } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { usePageCache } from "~/platform/http/page-cache/changed-pages.server";
import { createPageCache } from "~/platform/http/page-cache/page-cache.server";
import { newId } from "~/platform/ids.server";
import { getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import * as roomsJson from "~/sponsorship/rooms/routes/rooms-json";
import { useDatabase } from "tests/support/database";
import { deskCookie, loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { insertPlan } from "tests/support/desk/desk-rows";
import { locationOf, messageOf, pressAtRoom, showRoom } from "tests/support/desk/room-requests";

useDatabase();
afterEach(() => setClock(() => new Date()));

type Rooms = Awaited<ReturnType<typeof roomsScreen.loader>>;

const showRooms = async () => (await loadAtDesk(roomsScreen)).data as Rooms;
const add = async (form: Record<string, string>) =>
  await postAtDesk(roomsScreen, { form: { do: "add", formId: newId(), weekly: "100", ...form } });
const names = async () => (await db.room.findMany({ orderBy: { position: "asc" } })).map(({ name }) => name);
const audit = async () =>
  (await db.auditEntry.findMany({ orderBy: { sequence: "asc" } })).map(({ action, was, became }) => ({ action, was, became }));
async function addRooms(...list: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of list) {
    const formId = newId();
    expect(locationOf(await add({ name, formId }))).toBe("/desk/rooms?done=added");
    ids.push(formId);
  }
  return ids;
}
/** A Wednesday; its week began on Monday 30 November. */
const wednesday = new Date("2026-12-02T12:00:00Z");
const at = (instant: string | Date) => setClock(() => new Date(instant));

describe("a fresh site", () => {
  test("has no rooms, says so, and its first opens the house", async () => {
    expect((await showRooms()).page.rooms).toEqual([]);
    await addRooms("rowan");
    expect((await showRooms()).page.rooms).toMatchObject([{ name: "Rowan", cost: "£100.00", sponsors: "none", lit: "0%" }]);
    expect((await (await roomsJson.loader()).json()) as unknown).toMatchObject({
      neededPence: 10_000,
      rooms: [{ name: "Rowan", weekPence: 10_000 }],
    });
    expect(await audit()).toEqual([{ action: "room.added", was: null, became: { name: "Rowan", weeklyPence: 10_000 } }]);
  });
});

describe("adding and renaming", () => {
  test("a form that is sent twice adds one room", async () => {
    const formId = newId();
    const both = await Promise.all([add({ name: "Ash", formId }), add({ name: "Ash", formId })]);
    expect(both.map(locationOf)).toEqual(["/desk/rooms?done=added", "/desk/rooms?done=added"]);
    expect([await names(), (await audit()).length]).toEqual([["Ash"], 1]);
  });

  test.each([
    "silver birch",
    "SILVER  BIRCH",
    " Silver\u00a0Birch ",
    "Silver-Birch",
    "Ｓｉｌｖｅｒ Birch",
    "Silver\u200b Birch",
    "Sílver Birch",
  ])("“%s” is Silver Birch, which is there already", async (name) => {
    const [first = "", other = ""] = await addRooms("Silver Birch", "Oak");
    const refused = await add({ name, tree: "yes" });
    expect([refused.status, messageOf(refused)]).toEqual([409, "A room called Silver Birch is there already. Choose another tree"]);
    expect((refused.data as Rooms).input).toMatchObject({ name });
    expect((await pressAtRoom(other, { do: "rename", name, tree: "yes" })).status).toBe(409);
    expect(locationOf(await pressAtRoom(first, { do: "rename", name: "silver birch" }))).toContain("done=renamed");
    expect(await names()).toEqual(["Silver Birch", "Oak"]);
  });

  test("of two who add one name at once, the second is refused", async () => {
    const answers = await Promise.all([add({ name: "Elm" }), add({ name: "elm" })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect(await names()).toEqual(["Elm"]);
  });

  test("the database, too, takes a name once, whatever its case and spacing", async () => {
    await addRooms("Silver Birch");
    const twin = db.room.create({ data: { id: "twin", name: "silver  BIRCH", weeklyPence: 1, position: 99 } });
    await expect(twin).rejects.toThrow(/room_folded_name_key|Unique constraint/);
  });

  test("a name that is no tree's is refused or asked about, and what was typed is kept", async () => {
    for (const [name, words] of [
      ["", "Enter the room’s name"],
      ["12 Rowan", "Leave numbers out"],
      ["Rowan House", "Use the name of a tree and nothing else"],
      ["Оак", "Use the letters of a tree’s name"],
      ["Oak<b>", "Use the letters of a tree’s name"],
      ["Exeter", "“Exeter” is not in our list of trees"],
    ] as const) {
      const refused = await add({ name, weekly: "lots" });
      expect([name, refused.status, messageOf(refused)?.startsWith(words)]).toEqual([name, 400, true]);
      expect((refused.data as Rooms).errors.map(({ field }) => field)).toEqual(["name", "weekly"]);
      expect((refused.data as Rooms).input).toMatchObject({ name, weekly: "lots" });
      expect((refused.data as Rooms).mayConfirm).toBe(name === "Exeter");
    }
    expect(await names()).toEqual([]);
    await add({ name: "Derwen", tree: "yes" });
    expect(await names()).toEqual(["Derwen"]);
  });

  test("of two who change one room, the second is told and sees what is so now; the same press twice is one", async () => {
    const [id = ""] = await addRooms("Oak");
    const { version } = (await showRoom(id)).room;
    const rename = (name: string) => postAtDesk(roomScreen, { params: { id }, form: { do: "rename", name, version: String(version) } });
    expect(locationOf(await rename("Elm"))).toContain("done=renamed");
    expect(locationOf(await rename("Elm"))).toContain("done=renamed");
    const late = await rename("Ash");
    expect([late.status, messageOf(late)]).toEqual([409, expect.stringContaining("you typed “Ash”")]);
    expect((late.data as Awaited<ReturnType<typeof showRoom>>).room.name).toBe("Elm");
    expect((await audit()).slice(1)).toEqual([{ action: "room.renamed", was: { name: "Oak" }, became: { name: "Elm" } }]);
  });
});

describe("what a week costs", () => {
  test("counts from a Monday on; this week, later weeks and weeks that are over each have their own", async () => {
    at(wednesday);
    const [id = ""] = await addRooms("Oak");
    expect(locationOf(await pressAtRoom(id, { do: "cost", weekly: "£110", from: "7/12/2026" }))).toContain("done=cost:2026-12-07");
    expect(locationOf(await pressAtRoom(id, { do: "cost", weekly: "120", from: "15 December 2026" }))).toContain("done=cost:2026-12-21");
    const costAt = async (instant: string) => (await getRoomsThisWeek(new Date(instant))).rooms[0]?.weekPence;
    for (const [instant, cost] of [
      ["2026-12-06T23:59:59Z", 10_000],
      ["2026-12-07T00:00:00Z", 11_000],
      ["2026-12-20T23:59:59Z", 11_000],
      ["2026-12-21T00:00:00Z", 12_000],
    ] as const)
      expect([instant, await costAt(instant)]).toEqual([instant, cost]);
    expect((await showRooms()).page.rooms[0]).toMatchObject({ cost: "£100.00", nextCost: "£110.00 from 7 December 2026" });
    at("2026-12-09T12:00:00Z");
    expect(await (await roomsJson.loader()).json()).toMatchObject({ neededPence: 11_000 });
    // A week that is over keeps its cost, whatever is set now.
    await pressAtRoom(id, { do: "cost", weekly: "90", from: "7/12/2026" });
    expect([await costAt("2026-12-02T12:00:00Z"), await costAt("2026-12-09T12:00:00Z")]).toEqual([10_000, 9_000]);
    expect((await audit()).slice(1).map(({ was, became }) => [was, became])).toEqual([
      [
        { fromWeek: "2026-12-07", weeklyPence: 10_000 },
        { fromWeek: "2026-12-07", weeklyPence: 11_000 },
      ],
      [
        { fromWeek: "2026-12-21", weeklyPence: 11_000 },
        { fromWeek: "2026-12-21", weeklyPence: 12_000 },
      ],
      [
        { fromWeek: "2026-12-07", weeklyPence: 11_000 },
        { fromWeek: "2026-12-07", weeklyPence: 9_000 },
      ],
    ]);
  });

  test("what is to come can be taken back, what counts already can't", async () => {
    at(wednesday);
    const [id = ""] = await addRooms("Oak");
    await pressAtRoom(id, { do: "cost", weekly: "110", from: "30/11/2026" });
    await pressAtRoom(id, { do: "cost", weekly: "120", from: "7/12/2026" });
    expect((await showRoom(id)).room.costs.map(({ from, text }) => [from, text])).toEqual([
      [null, "£100.00"],
      [null, "£110.00"],
      ["2026-12-07", "£120.00"],
    ]);
    expect((await pressAtRoom(id, { do: "withdraw-cost:2026-11-30" })).status).toBe(409);
    expect(locationOf(await pressAtRoom(id, { do: "withdraw-cost:2026-12-07" }))).toContain("done=withdrawn");
    expect(locationOf(await pressAtRoom(id, { do: "withdraw-cost:2026-12-07" }))).toContain("done=withdrawn");
    expect(await db.roomCost.count()).toBe(1);
  });

  test("bad sums and days are refused in words, and nothing is changed", async () => {
    at(wednesday);
    const [id = ""] = await addRooms("Oak");
    for (const [form, field, words] of [
      [{ weekly: "", from: "7/12/2026" }, "weekly", "Enter what the room takes"],
      [{ weekly: "-5", from: "7/12/2026" }, "weekly", "Enter a weekly cost above nothing"],
      [{ weekly: "0.50", from: "7/12/2026" }, "weekly", "Enter a weekly cost of at least £1"],
      [{ weekly: "1e6", from: "7/12/2026" }, "weekly", "Enter the weekly cost in pounds"],
      [{ weekly: "110", from: "29/11/2026" }, "from", "Weeks that are over keep what they cost"],
      [{ weekly: "110", from: "31/2/2027" }, "from", "Enter the day"],
      [{ weekly: "110", from: "1/1/2030" }, "from", "Choose a day within the next two years"],
      [{ weekly: "100", from: "7/12/2026" }, "weekly", "That is what it takes from then on already"],
    ] as const) {
      const refused = await pressAtRoom(id, { do: "cost", ...form });
      const [error] = refused.data.errors;
      expect([form, error?.field, error?.message.startsWith(words)]).toEqual([form, field, true]);
      expect(refused.data.input).toMatchObject(form);
    }
    expect([await db.roomCost.count(), (await audit()).length]).toEqual([0, 1]);
  });
});

describe("the order", () => {
  test("is changed room by room, and a move in an order that is no more so is refused", async () => {
    const [oak = "", elm = "", ash = ""] = await addRooms("Oak", "Elm", "Ash");
    const { seen } = (await showRooms()).page;
    const move = (id: string, after: string) => postAtDesk(roomsScreen, { form: { do: "move", id, after, seen } });
    expect(locationOf(await move(ash, "first"))).toBe("/desk/rooms?done=moved");
    expect(locationOf(await move(ash, "first"))).toBe("/desk/rooms?done=moved");
    expect(await names()).toEqual(["Ash", "Oak", "Elm"]);
    expect((await move(oak, elm)).status).toBe(409);
    expect(locationOf(await pressAtRoom(ash, { do: "move", after: elm }))).toContain("done=moved");
    expect(await names()).toEqual(["Oak", "Elm", "Ash"]);
    expect((await audit()).slice(3)).toEqual([
      { action: "room.moved", was: { after: "Elm" }, became: { after: null } },
      { action: "room.moved", was: { after: null }, became: { after: "Elm" } },
    ]);
  });

  test("decides which room is lit first", async () => {
    const [, elm = ""] = await addRooms("Oak", "Elm");
    await insertPlan({ weeklyPence: 10_000 });
    await pressAtRoom(elm, { do: "move", after: "first" });
    expect((await getRoomsThisWeek(new Date())).rooms.map(({ name, litPence }) => [name, litPence])).toEqual([
      ["Elm", 10_000],
      ["Oak", 0],
    ]);
  });
});

test("viewers, editors and treasurers see the rooms; buttons and addresses that are not ours change nothing", async () => {
  const [id = ""] = await addRooms("Oak");
  const cookie = await deskCookie("viewer");
  expect((await loadAtDesk(roomsScreen, { cookie })).status).toBe(200);
  expect((await loadAtDesk(roomScreen, { cookie, params: { id } })).status).toBe(200);
  expect((await loadAtDesk(roomScreen, { params: { id: "none" } })).status).toBe(404);
  expect((await pressAtRoom(id, { do: "__proto__" })).status).toBe(400);
  expect((await postAtDesk(roomsScreen, { form: { do: "close" } })).status).toBe(400);
  expect((await loadAtDesk(roomScreen, { params: { id }, query: "?done=cost:2026-02-31" })).data).toMatchObject({ notice: null });
});

test("kept pages are made anew when a room changes", async () => {
  const render = vi.fn(() => Promise.resolve(new Response("house", { headers: { "x-keep-page": "60" } })));
  usePageCache(createPageCache(render));
  try {
    await addRooms("Oak");
    expect(render.mock.calls).toEqual([["/"], ["/sponsor"], ["/rooms.json"]]);
    await add({ name: "" });
    expect(render).toHaveBeenCalledTimes(3);
  } finally {
    usePageCache(null);
  }
});
