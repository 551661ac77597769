import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { now, setClock } from "~/platform/clock";
import { db, inTransaction } from "~/platform/database/db.server";
import { addDays, londonDate } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { changeRoom } from "~/sponsorship/manage/change-room.server";
import { addRoom } from "~/sponsorship/rooms/manage/change-rooms.server";
import { holdOfferedRoom } from "~/sponsorship/rooms/manage/hold-room.server";
import { closeRoomOn, reopenRoom, retireDueRooms, retireRoom } from "~/sponsorship/rooms/manage/retire-room.server";
import { useDatabase } from "tests/support/database";
import { insertPlan } from "tests/support/desk/desk-rows";

useDatabase();
afterEach(() => setClock(() => new Date()));

const later = (days: number) => {
  const at = new Date(now().getTime() + days * 86_400_000);
  setClock(() => at);
};

test("whatever is done to rooms and plans, each plan that may go on has a room that is open or none, and some room takes sponsors", async () => {
  const rooms = ["oak", "elm", "ash"];
  const room = fc.constantFrom(...rooms);
  const step = fc.oneof(
    fc.record({ does: fc.constantFrom("close", "ask", "reopen", "join"), room }),
    fc.record({ does: fc.constant("choose"), room, plan: fc.nat(3) }),
    fc.record({ does: fc.constant("days"), room, days: fc.integer({ min: 1, max: 20 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      await db.$executeRaw`TRUNCATE room, plan CASCADE`;
      for (const id of rooms) await addRoom(null, { id, name: id, weeklyPence: pence(1000) });
      const plans = await Promise.all([0, 1, 2, 3].map((index) => insertPlan({ roomId: rooms[index % 3] ?? null })));
      for (const { does, ...what } of steps) {
        const { version } = await db.room.findUniqueOrThrow({ where: { id: what.room } });
        const asked = { roomId: what.room, version };
        const verbs: Record<string, () => Promise<unknown>> = {
          close: () => retireRoom(null, asked),
          ask: () => closeRoomOn(null, { ...asked, closesOn: addDays(londonDate(now()), 10) }),
          reopen: () => reopenRoom(null, asked),
          join: () => inTransaction(async (tx) => (await holdOfferedRoom(tx, what.room)) ?? (await insertPlan({ roomId: what.room }))),
          choose: () => changeRoom(plans["plan" in what ? what.plan : 0]?.id ?? "", { roomId: what.room, by: "link" }),
          days: async () => {
            later("days" in what ? what.days : 1);
            await retireDueRooms();
          },
        };
        await verbs[does]?.();
        expect(await db.plan.count({ where: { room: { retiredAt: { not: null } } } })).toBe(0);
        expect(await db.room.count({ where: { closesOn: null, retiredAt: null } })).toBeGreaterThan(0);
      }
    }),
    { numRuns: 12 },
  );
});
