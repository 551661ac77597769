import { now } from "~/platform/clock";
import type { FormError } from "~/platform/http/forms/form-fields";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";

export type RoomToChoose = { id: string; name: string; funded: number };

/** Rooms that take sponsors and still need light, and the one that is chosen now, unless it is about to close. */
export async function listRoomChoices(roomId: string | null): Promise<RoomToChoose[]> {
  const rooms = (await findRoomsThisWeek(now()))?.rooms ?? [];
  return rooms
    .filter((room) => room.isOffered && (room.id === roomId || room.funded < 1))
    .map(({ id, name, funded }) => ({ id, name, funded }));
}

/** The room that a sponsor chose, by its id; null: where it is needed most. */
export async function parseRoomChoice(chosen: string | undefined, roomId: string | null): Promise<{ roomId: string | null } | FormError> {
  if (chosen === "any") return { roomId: null };
  const room = (await listRoomChoices(roomId)).find(({ id }) => id === chosen);
  if (room) return { roomId: room.id };
  return { field: "room", message: "Choose one of the rooms, or “Where it is needed most”. A room that is fully lit needs no more" };
}
