import * as roomScreen from "~/desk/rooms/routes/room";
import { loadAtDesk, postAtDesk, type ScreenResponse } from "./desk-requests";

type Room = Awaited<ReturnType<typeof roomScreen.loader>>;

/** A room's page, as an administrator sees it. */
export const showRoom = async (id: string): Promise<Room> => (await loadAtDesk(roomScreen, { params: { id } })).data as Room;

/** Presses a button of a room's page as it stands. */
export async function pressAtRoom(id: string, form: Record<string, string>): Promise<ScreenResponse & { data: Room }> {
  const { version, seen } = (await showRoom(id)).room;
  const answer = await postAtDesk(roomScreen, { params: { id }, form: { version: String(version), seen, ...form } });
  return { ...answer, data: answer.data as Room };
}

export const locationOf = ({ headers }: { headers: Headers }): string | null => headers.get("location");
/** The first mistake that a page of rooms says. */
export const messageOf = ({ data }: { data: unknown }): string | undefined => (data as Pick<Room, "errors">).errors[0]?.message;
