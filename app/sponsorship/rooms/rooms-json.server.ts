import { londonDate, mondayOfWeek } from "~/platform/london-dates";
import { houseFacts, litPermille } from "./house-facts";
import { isFull } from "./room";
import type { RoomsThisWeek } from "./rooms.server";

/** The public figures of a week, as GLOSSARY.md describes them. Sums are whole pence of pounds sterling. */
export const formatRoomsJson = ({ rooms, neededPence, netPence }: RoomsThisWeek, at: Date) => ({
  weekBegins: mondayOfWeek(londonDate(at)),
  currency: "GBP",
  neededPence,
  keptPence: netPence,
  sentence: houseFacts(rooms).sentence,
  rooms: rooms.map((room) => ({
    name: room.name,
    weekPence: room.weekPence,
    sponsoredPence: room.sponsoredPence,
    litPence: room.litPence,
    litPercent: litPermille(room.funded) / 10,
    full: isFull(room),
  })),
});
