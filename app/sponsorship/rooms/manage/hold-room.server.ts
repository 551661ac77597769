import type { Tx } from "~/platform/database/db.server";
import { isOffered } from "./change-rooms.server";

/**
 * Holds a room that a plan is about to choose, so that it is not closed before this transaction ends. A plan's own row is held first.
 * @returns null: it takes sponsors; else why not
 */
export async function holdOfferedRoom(tx: Tx, roomId: string): Promise<{ refused: "no-such-room" | "room-closed" } | null> {
  const [room] = await tx.$queryRaw<{ closesOn: Date | null; retiredAt: Date | null }[]>`
    SELECT closes_on AS "closesOn", retired_at AS "retiredAt" FROM room WHERE id = ${roomId} FOR SHARE`;
  if (!room) return { refused: "no-such-room" };
  return isOffered(room) ? null : { refused: "room-closed" };
}
