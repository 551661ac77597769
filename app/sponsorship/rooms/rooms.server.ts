import { totalsBetween } from "~/giving/statements/donation-totals.server";
import { db } from "~/platform/database/db.server";
import { reportFailure } from "~/platform/log.server";
import { daysAfter, londonDate, mondayOf, startOfLondonDate } from "~/platform/london-dates";
import { add, pence, zero, type Pence } from "~/platform/money";
import { lightRooms, neededFor, type SponsoredRoom } from "./room";

/** All rooms in one week: how far each is lit, what they need together, and what plans and gifts come to. Whole pence. */
export type RoomsThisWeek = { rooms: SponsoredRoom[]; neededPence: Pence; keptPence: Pence };

/**
 * The rooms in the London week, Monday to Sunday, that `now` lies in. They are lit by the weekly sums of plans, and then
 * by the single gifts paid in that week, less what went back of them. Throws where the database can't be asked.
 */
export async function roomsThisWeek(now: Date): Promise<RoomsThisWeek> {
  const today = londonDate(now);
  const monday = mondayOf(today);
  const [rows, plans, once] = await Promise.all([
    db.room.findMany({ select: { id: true, name: true, weekPence: true }, orderBy: { position: "asc" } }),
    weeklyByRoom(today),
    totalsBetween(startOfLondonDate(monday), startOfLondonDate(daysAfter(monday, 7)), { once: true }),
  ]);
  const rooms = rows.map(({ id, name, weekPence }) => ({ id, name, weekPence: pence(weekPence), chosenPence: plans.get(id) ?? zero }));
  const given = { anywhere: plans.get(null) ?? zero, once: once.kept };
  return { rooms: lightRooms(rooms, given), neededPence: neededFor(rooms), keptPence: add(once.kept, ...plans.values()) };
}

/**
 * What plans come to each week, by the room that was chosen; null: where it is needed most. A plan counts from its
 * first day until it ends, also while a failed collection is tried again; not while it is paused.
 */
async function weeklyByRoom(today: string): Promise<Map<string | null, Pence>> {
  const rows = await db.$queryRaw<{ room: string | null; weekly: number }[]>`
    SELECT "roomId" AS room, sum("weeklyPence")::float8 AS weekly FROM plan
    WHERE standing IN ('starting', 'active', 'late') AND ("startsOn" IS NULL OR "startsOn" <= ${today})
    GROUP BY "roomId"`;
  return new Map(rows.map(({ room, weekly }) => [room, pence(weekly)]));
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
