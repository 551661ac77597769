import { totalsBetween } from "~/giving/totals.server";
import { db } from "~/platform/db.server";
import { daysAfter, londonDate, mondayOf, startOfLondonDate } from "~/platform/london";
import { pence, type Pence } from "~/platform/money";
import { neededFor, shareOut, type RoomThisWeek } from "./room";

/** All rooms in one week: how far each is lit, what they need together, and what came in. Whole pence. */
export type RoomsThisWeek = { rooms: RoomThisWeek[]; neededPence: Pence; keptPence: Pence };

/**
 * The rooms in the London week, Monday to Sunday, that `now` lies in. They are lit by the gifts paid in that week,
 * less what went back of them, one room after the other in their order. Throws where the database can't be asked.
 */
export async function roomsThisWeek(now: Date): Promise<RoomsThisWeek> {
  const monday = mondayOf(londonDate(now));
  const [rows, totals] = await Promise.all([
    db.room.findMany({ select: { name: true, weekPence: true }, orderBy: { position: "asc" } }),
    totalsBetween(startOfLondonDate(monday), startOfLondonDate(daysAfter(monday, 7))),
  ]);
  const rooms = rows.map(({ name, weekPence }) => ({ name, weekPence: pence(weekPence) }));
  return { rooms: shareOut(rooms, totals.kept), neededPence: neededFor(rooms), keptPence: totals.kept };
}
