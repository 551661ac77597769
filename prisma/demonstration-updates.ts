import { newId } from "~/platform/ids.server";
import { londonDate, toDateColumn } from "~/platform/london-dates";
import { listUpdateMonths } from "~/sponsorship/rooms/updates/update-form";

/** What is told of the rooms: months back, the room by its place (null: all rooms), and the words. */
const updates: [monthsBack: number, room: number | null, text: string][] = [
  [0, null, "Every room has thicker curtains for the winter. Somebody said: it is the first autumn in which I sleep until it is light."],
  [0, 0, "The room has a new desk by the window. Whoever lives here studies at it most evenings."],
  [
    0,
    4,
    "Somebody moved on to a home of their own, with the pans and the blanket that they chose here.\n\nThe room was painted, and is lived in again.",
  ],
  [1, 0, "A neighbour’s apples were baked into a cake. It was the first time that the whole house sat down together."],
  [1, null, "A solicitor now comes to the house each week, so that nobody has to travel for advice."],
  [2, 1, "The door has a new lock, to which only the person who lives here has the key."],
];

/** The updates of the demonstration. */
export const updatesOf = (rooms: readonly { id: string }[], now: Date) => {
  const months = listUpdateMonths(londonDate(now));
  return updates.map(([monthsBack, room, text], place) => ({
    id: newId(),
    roomId: room === null ? null : (rooms[room]?.id ?? null),
    month: toDateColumn(`${months[monthsBack] ?? ""}-01`),
    text,
    writtenAt: new Date(now.getTime() - place * 60_000),
  }));
};
