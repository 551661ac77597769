import { totalsBetween } from "~/giving/totals.server";
import { db } from "~/platform/db.server";
import { reportFailure } from "~/platform/http/log.server";
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

/** A page about something else does not wait longer for the picture's figures. */
const patienceMs = 2000;

/** The same for pages that can do without: null where the database can't be asked, or takes too long. */
export async function roomsThisWeekIfKnown(now: Date): Promise<RoomsThisWeek | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database took too long")), patienceMs);
  });
  try {
    return await Promise.race([roomsThisWeek(now), tooLong]);
  } catch (error) {
    reportFailure("rooms-this-week", error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
