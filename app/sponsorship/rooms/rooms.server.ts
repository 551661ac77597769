import type { Prisma } from "~/../prisma/client/client";
import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { db } from "~/platform/database/db.server";
import { readOrNull } from "~/platform/database/read-or-null.server";
import { addDays, londonDate, mondayOfWeek, startOfLondonDate, toDateColumn } from "~/platform/london-dates";
import { add, pence, zero, type Pence } from "~/platform/money";
import { costInWeek, listCosts } from "./manage/room-cost";
import { lightRooms, totalNeeded, type SponsoredRoom } from "./room";

/** `isOffered`: it takes new sponsors; one that is about to close does not. */
export type OpenRoom = SponsoredRoom & { isOffered: boolean };
/** All rooms in one week: how far each is lit, what they need together, and what plans and gifts come to. Whole pence. */
export type RoomsThisWeek = { rooms: OpenRoom[]; neededPence: Pence; netPence: Pence };

/**
 * The rooms in the London week, Monday to Sunday, that `now` lies in, each at what it cost in that week. They are lit by the weekly
 * sums of plans, and then by the single gifts paid in that week, less what went back of them; not by gifts that may only be spent on
 * something else. Throws where the database can't be asked.
 */
export async function getRoomsThisWeek(now: Date): Promise<RoomsThisWeek> {
  const today = londonDate(now);
  const monday = mondayOfWeek(today);
  const [rows, plans, oneOffTotals] = await Promise.all([
    db.room.findMany({ where: openInWeek(monday), include: { costs: true }, orderBy: { position: "asc" } }),
    getWeeklyByRoom(today),
    getDonationTotals(startOfLondonDate(monday), startOfLondonDate(addDays(monday, 7)), { oneOffOnly: true, forRooms: true }),
  ]);
  const rooms = rows.map((room) => ({
    id: room.id,
    name: room.name,
    weekPence: costInWeek({ weeklyPence: room.weeklyPence, costs: listCosts(room.costs) }, monday),
    chosenPence: plans.get(room.id) ?? zero,
  }));
  const totals = { unassignedPence: plans.get(null) ?? zero, oneOffPence: oneOffTotals.net };
  const offered = new Set(rows.filter(({ closesOn }) => closesOn === null).map(({ id }) => id));
  return {
    rooms: lightRooms(rooms, totals).map((room) => ({ ...room, isOffered: offered.has(room.id) })),
    neededPence: totalNeeded(rooms),
    netPence: add(oneOffTotals.net, ...plans.values()),
  };
}

/** Rooms that were there when the week of a Monday ended, or are there now. */
const openInWeek = (monday: string): Prisma.RoomWhereInput => ({
  AND: [
    { OR: [{ addedOn: null }, { addedOn: { lte: toDateColumn(addDays(monday, 6)) } }] },
    { OR: [{ retiredAt: null }, { retiredAt: { gte: startOfLondonDate(addDays(monday, 7)) } }] },
  ],
});

/**
 * What plans come to each week, by the room that was chosen; null: where it is needed most. A plan counts from its
 * first day until it ends, also while a failed collection is tried again; not while it is paused.
 */
async function getWeeklyByRoom(today: string): Promise<Map<string | null, Pence>> {
  const rows = await db.$queryRaw<{ room: string | null; weekly: number }[]>`
    SELECT room_id AS room, sum(weekly_pence)::float8 AS weekly FROM plan
    WHERE status IN ('starting', 'active', 'late') AND (starts_on IS NULL OR starts_on <= ${today}::date)
    GROUP BY room_id`;
  return new Map(rows.map(({ room, weekly }) => [room, pence(weekly)]));
}

/** The same for pages that can do without: null where the database can't be asked, or takes too long. */
export const findRoomsThisWeek = (now: Date): Promise<RoomsThisWeek | null> => readOrNull("rooms-this-week", getRoomsThisWeek(now));
