import { getDonationTotals } from "~/giving/statements/donation-totals.server";
import { db } from "~/platform/database/db.server";
import { logError } from "~/platform/log.server";
import { addDays, londonDate, mondayOfWeek, startOfLondonDate } from "~/platform/london-dates";
import { add, pence, zero, type Pence } from "~/platform/money";
import { lightRooms, totalNeeded, type SponsoredRoom } from "./room";

/** All rooms in one week: how far each is lit, what they need together, and what plans and gifts come to. Whole pence. */
export type RoomsThisWeek = { rooms: SponsoredRoom[]; neededPence: Pence; netPence: Pence };

/**
 * The rooms in the London week, Monday to Sunday, that `now` lies in. They are lit by the weekly sums of plans, and then
 * by the single gifts paid in that week, less what went back of them; not by gifts that may only be spent on something else. Throws where the database can't be asked.
 */
export async function getRoomsThisWeek(now: Date): Promise<RoomsThisWeek> {
  const today = londonDate(now);
  const monday = mondayOfWeek(today);
  const [rows, plans, oneOffTotals] = await Promise.all([
    db.room.findMany({ select: { id: true, name: true, weeklyPence: true }, orderBy: { position: "asc" } }),
    getWeeklyByRoom(today),
    getDonationTotals(startOfLondonDate(monday), startOfLondonDate(addDays(monday, 7)), { oneOffOnly: true, forRooms: true }),
  ]);
  const rooms = rows.map(({ id, name, weeklyPence }) => ({ id, name, weekPence: pence(weeklyPence), chosenPence: plans.get(id) ?? zero }));
  const totals = { unassignedPence: plans.get(null) ?? zero, oneOffPence: oneOffTotals.net };
  return { rooms: lightRooms(rooms, totals), neededPence: totalNeeded(rooms), netPence: add(oneOffTotals.net, ...plans.values()) };
}

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

/** A page about something else does not wait longer for the picture's figures. */
const timeoutMs = 2000;

/** The same for pages that can do without: null where the database can't be asked, or takes too long. */
export async function findRoomsThisWeek(now: Date): Promise<RoomsThisWeek | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database took too long")), timeoutMs);
  });
  try {
    return await Promise.race([getRoomsThisWeek(now), timeout]);
  } catch (error) {
    logError("rooms-this-week", error);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
