import { formatPercent, houseFacts, type RoomWindow } from "~/sponsorship/rooms/house-facts";

/** How far the week of a sponsor's room is paid for: a window, and the same in words. */
export type RoomLight = { funded: number; words: string };

/** @param roomId null: where it is needed most, so all rooms together. @returns null where the room is not among them */
export function roomLight(rooms: readonly (RoomWindow & { id: string })[], roomId: string | null): RoomLight | null {
  if (roomId === null) {
    if (rooms.length === 0) return null;
    const lit = rooms.reduce((sum, { funded }) => sum + Math.min(1, funded), 0) / rooms.length;
    return { funded: lit, words: houseFacts(rooms).sentence };
  }
  const room = rooms.find(({ id }) => id === roomId);
  if (!room) return null;
  const light = room.funded >= 1 ? "fully lit" : room.funded > 0 ? `${formatPercent(room.funded)} lit` : "not lit yet";
  return { funded: room.funded, words: `${room.name} is ${light} this week.` };
}
