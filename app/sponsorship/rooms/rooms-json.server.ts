import { londonDate, mondayOf } from "~/platform/london-dates";
import { factsOf, lightOf } from "./house-facts";
import { isFull } from "./room";
import type { RoomsThisWeek } from "./rooms.server";

/** The public figures of a week, as WORDS.md describes them. Sums are whole pence of pounds sterling. */
export const roomsAsJson = ({ rooms, neededPence, keptPence }: RoomsThisWeek, at: Date) => ({
  weekBegins: mondayOf(londonDate(at)),
  currency: "GBP",
  neededPence,
  keptPence,
  sentence: factsOf(rooms).sentence,
  rooms: rooms.map((room) => ({
    name: room.name,
    weekPence: room.weekPence,
    sponsoredPence: room.sponsoredPence,
    litPence: room.litPence,
    litPercent: lightOf(room.funded) / 10,
    full: isFull(room),
  })),
});
