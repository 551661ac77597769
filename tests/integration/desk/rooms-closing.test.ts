import { describe, expect, test } from "vitest";
import * as emailedRoom from "~/account/plans/routes/emailed-room";
import type { Plan } from "~/../prisma/client/client";
import { setClock, now } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { formatTypedDate } from "~/platform/typed-date";
import { planPath } from "~/sponsorship/emailed-links.server";
import { startPlan } from "~/sponsorship/join/start-plan.server";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { holdOfferedRoom } from "~/sponsorship/rooms/manage/hold-room.server";
import { tellRoomSponsors } from "~/sponsorship/rooms/manage/room-emails.server";
import { retireDueRooms, retireRoom } from "~/sponsorship/rooms/manage/retire-room.server";
import { getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { loadAtDesk, postAtDesk } from "tests/support/desk/desk-requests";
import { insertPlan } from "tests/support/desk/desk-rows";
import { locationOf, messageOf, pressAtRoom } from "tests/support/desk/room-requests";
import { mailControl, runJobs } from "tests/support/giving/donation-harness";
import { waitUntil } from "tests/support/wait-until";
import { aPlanForm, aSponsorOrigin, usePlanHarness } from "tests/support/sponsorship/plan-harness";

usePlanHarness();

const roomOf = async ({ id }: Pick<Plan, "id">) => (await db.plan.findUniqueOrThrow({ where: { id } })).roomId;
const emails = () =>
  mailControl()
    .messages()
    .map(({ to, subject }) => `${to.join()}: ${subject}`)
    .toSorted();
const twoRooms = async () =>
  void (await db.room.createMany({
    data: ["oak", "elm"].map((id, index) => ({ id, name: id === "oak" ? "Oak" : "Elm", weeklyPence: 10_000, position: index + 1 })),
  }));
const inDays = (days: number) => formatTypedDate(addDays(londonDate(now()), days));
const later = (days: number) => {
  const at = new Date(now().getTime() + days * 86_400_000);
  setClock(() => at);
};
const insertSponsor = (name: string, change: Parameters<typeof insertPlan>[0] = {}) =>
  insertPlan({ email: `${name}@example.org`, roomId: "oak", ...change } as Parameters<typeof insertPlan>[0]);

describe("closing a room now", () => {
  test("moves who sponsors it to where it is needed most, and tells each of them once; what has ended keeps its room", async () => {
    await twoRooms();
    const [ada, ended, unfinished, other] = [
      await insertSponsor("ada"),
      await insertSponsor("ended", { status: "cancelled" }),
      await insertSponsor("unfinished", { status: "pending", agreedAt: null }),
      await insertSponsor("other", { roomId: "elm" }),
    ];
    expect(locationOf(await pressAtRoom("oak", { do: "close", how: "now" }))).toContain("done=closed");
    expect(locationOf(await pressAtRoom("oak", { do: "close", how: "now" }))).toContain("done=closed");
    expect(await Promise.all([ada, ended, unfinished, other].map(roomOf))).toEqual([null, "oak", null, "elm"]);
    expect(await db.planChange.findMany({ where: { planId: ada.id } })).toMatchObject([
      { kind: "room", oldValue: "oak", newValue: null, by: "site" },
    ]);
    await runJobs();
    await runJobs();
    expect(emails()).toEqual(["ada@example.org: The room Oak has closed: your sponsorship goes on"]);
    expect(mailControl().messages()[0]?.html).toContain(`${planPath(ada)}/room`);
    expect((await getRoomsThisWeek(now())).rooms.map(({ name, litPence }) => [name, litPence])).toEqual([["Elm", 500]]);
    expect((await db.auditEntry.findMany()).map(({ action, became }) => [action, became])).toEqual([
      ["room.retired", { name: "Oak", moved: 1 }],
    ]);
  });

  test("is refused for the only room that takes sponsors, also to two who close the last two at once", async () => {
    await twoRooms();
    const close = (roomId: string) => retireRoom(null, { roomId, version: 1 });
    const results = await Promise.all([close("oak"), close("elm")]);
    expect(results.filter((result) => "refused" in result)).toEqual([{ refused: "last-room" }]);
    const [open] = await db.room.findMany({ where: { retiredAt: null } });
    const refused = await pressAtRoom(open?.id ?? "", { do: "close", how: "ask", closesOn: inDays(30) });
    expect([refused.status, messageOf(refused)?.startsWith("This is the only room")]).toEqual([409, true]);
    expect(await db.room.count({ where: { retiredAt: null, closesOn: null } })).toBe(1);
  });

  test("whoever joins at that moment is moved too, or reads that the room takes nobody: nothing of the form is kept", async () => {
    await twoRooms();
    const joining = aPlanForm({ roomId: "oak", wantsNews: true });
    // The sponsor is first: the close waits for them, and moves them.
    const first = await insertSponsor("first", { roomId: "elm" });
    let closed = false;
    const closing = await inTransaction(async (tx) => {
      expect(await holdOfferedRoom(tx, "oak")).toBeNull();
      const result = retireRoom(null, { roomId: "oak", version: 1 }).finally(() => (closed = true));
      const waits = () =>
        db.$queryRaw<object[]>`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await waitUntil(
        async () => closed || (await waits()).length > 0,
        () => "the close neither waits nor ends",
      );
      await tx.plan.update({ where: { id: first.id }, data: { roomId: "oak" } });
      return { result };
    });
    expect(await closing.result).toEqual({ changed: true, moved: 1 });
    expect(await roomOf(first)).toBeNull();
    // The close is first.
    expect(await startPlan(joining, aSponsorOrigin())).toEqual({ refused: "room-closed" });
    expect([await db.plan.count({ where: { email: joining.email } }), await db.consent.count()]).toEqual([0, 0]);
    const [late] = [await insertSponsor("late", { roomId: "elm" })];
    expect(await changeRoom(late.id, { roomId: "oak", by: "sponsor" })).toEqual({ refused: "room-closed" });
  });

  test("many who join, change and close at once end with rooms that are open, or none", async () => {
    await twoRooms();
    const plans = await Promise.all(
      Array.from({ length: 6 }, (_, index) => insertSponsor(`s${index}`, { roomId: index % 2 ? "elm" : null })),
    );
    await Promise.all([
      ...plans.map(({ id }) => changeRoom(id, { roomId: "oak", by: "sponsor" })),
      retireRoom(null, { roomId: "oak", version: 1 }),
      startPlan(aPlanForm({ roomId: "oak" }), aSponsorOrigin()),
      startPlan(aPlanForm({ roomId: "oak", weekly: pence(300) }), aSponsorOrigin()),
    ]);
    expect(await db.room.findUniqueOrThrow({ where: { id: "oak" } })).toMatchObject({
      closesOn: null,
      retiredAt: expect.any(Date) as Date,
    });
    expect(await db.plan.count({ where: { roomId: "oak" } })).toBe(0);
  });
});

describe("asking its sponsors first", () => {
  test("they choose by the link, or the day moves them; the room is lit until then and takes nobody new", async () => {
    await twoRooms();
    const [ada, ben, cy] = [
      await insertSponsor("ada"),
      await insertSponsor("ben"),
      await insertSponsor("cy", { status: "pending", agreedAt: null }),
    ];
    expect(locationOf(await pressAtRoom("oak", { do: "close", how: "ask", closesOn: inDays(28) }))).toContain("done=closing");
    await runJobs();
    const day = addDays(londonDate(now()), 28);
    expect(emails()).toEqual([expect.stringMatching(/^ada@.*Oak closes on .*which room next\?$/), expect.stringMatching(/^ben@/)]);
    const week = await getRoomsThisWeek(now());
    expect(week.rooms.map(({ name, litPence, isOffered }) => [name, litPence, isOffered])).toEqual([
      ["Oak", 500, false],
      ["Elm", 0, true],
    ]);
    expect(await startPlan(aPlanForm({ roomId: "oak" }), aSponsorOrigin())).toEqual({ refused: "room-closed" });

    const token = planPath(ada).split("/").at(-1) ?? "";
    const page = (await loadAtDesk(emailedRoom, { params: { token } })).data;
    expect(page).toMatchObject({ closing: { name: "Oak" }, rooms: [{ id: "elm" }] });
    expect((await postAtDesk(emailedRoom, { params: { token }, form: { room: "oak" } })).status).toBe(400);
    expect(await roomOf(ada)).toBe("oak");
    expect(locationOf(await postAtDesk(emailedRoom, { params: { token }, form: { room: "elm" } }))).toBe(`/plan/${token}?done=room`);
    expect((await loadAtDesk(emailedRoom, { params: { token: `${token}x` } })).status).toBe(404);

    // Somebody who agreed after the others were asked is asked by the next night's run.
    await db.plan.update({ where: { id: cy.id }, data: { status: "active", agreedAt: now() } });
    later(1);
    await retireDueRooms();
    await runJobs();
    expect(emails()).toHaveLength(3);
    expect(await Promise.all([ada, ben, cy].map(roomOf))).toEqual(["elm", "oak", "oak"]);

    mailControl().empty();
    later(27);
    expect(londonDate(now())).toBe(day);
    await retireDueRooms();
    await retireDueRooms();
    await runJobs();
    expect(await Promise.all([ada, ben, cy].map(roomOf))).toEqual(["elm", null, null]);
    expect(emails()).toEqual([expect.stringMatching(/^ben@.*has closed/), expect.stringMatching(/^cy@.*has closed/)]);
    expect(await db.room.findUniqueOrThrow({ where: { id: "oak" } })).toMatchObject({ closesOn: null, retiredAt: now() });
  });

  test("a room that is kept open after all says so to those who were asked and stayed", async () => {
    await twoRooms();
    const [ada, ben] = [await insertSponsor("ada"), await insertSponsor("ben")];
    await pressAtRoom("oak", { do: "close", how: "ask", closesOn: inDays(28) });
    await runJobs();
    await changeRoom(ben.id, { roomId: "elm", by: "sponsor" });
    await insertSponsor("new");
    mailControl().empty();
    expect(locationOf(await pressAtRoom("oak", { do: "reopen" }))).toContain("done=reopened");
    await runJobs();
    expect(emails()).toEqual(["ada@example.org: The room Oak stays open"]);
    later(40);
    await retireDueRooms();
    expect([await roomOf(ada), await roomOf(ben)]).toEqual(["oak", "elm"]);
  });

  test("an email that waited while things changed says nothing that is past", async () => {
    await twoRooms();
    await insertSponsor("ada");
    await pressAtRoom("oak", { do: "close", how: "ask", closesOn: inDays(28) });
    // Queued, and not sent before the room is open again.
    await tellRoomSponsors({ news: "closing", roomId: "oak", date: addDays(londonDate(now()), 28) });
    await pressAtRoom("oak", { do: "reopen" });
    await runJobs();
    expect(emails()).toEqual([]);
  });

  test("a day that is too near, too far or none is refused, and so is no choice", async () => {
    await twoRooms();
    for (const [form, field] of [
      [{ how: "ask", closesOn: inDays(6) }, "closesOn"],
      [{ how: "ask", closesOn: inDays(91) }, "closesOn"],
      [{ how: "ask", closesOn: "soon" }, "closesOn"],
      [{ how: "", closesOn: inDays(28) }, "how"],
    ] as const) {
      const refused = await pressAtRoom("oak", { do: "close", ...form });
      expect([refused.status, refused.data.errors[0]?.field, refused.data.input]).toMatchObject([400, field, form]);
    }
    expect(await db.room.count({ where: { closesOn: { not: null } } })).toBe(0);
  });
});

test("a room that is brought back takes sponsors again; who was moved stays where they are", async () => {
  await twoRooms();
  const ada = await insertSponsor("ada");
  await pressAtRoom("oak", { do: "close", how: "now" });
  expect((await pressAtRoom("oak", { do: "cost", weekly: "110", from: inDays(7) })).status).toBe(409);
  expect(locationOf(await pressAtRoom("oak", { do: "reopen" }))).toContain("done=reopened");
  expect(locationOf(await pressAtRoom("oak", { do: "reopen" }))).toContain("done=reopened");
  expect([await roomOf(ada), (await getRoomsThisWeek(now())).rooms.map(({ name }) => name)]).toEqual([null, ["Oak", "Elm"]]);
  expect(await changeRoom(ada.id, { roomId: "oak", by: "sponsor" })).toMatchObject({ plan: { roomId: "oak" } });
  // It waited in the queue: she has chosen since.
  await runJobs();
  expect(emails()).toEqual([]);
});
