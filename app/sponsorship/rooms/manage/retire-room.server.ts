import type { Room } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db, type Tx } from "~/platform/database/db.server";
import { enqueue } from "~/platform/jobs/enqueue.server";
import { fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";
import { recordAudit, type AuditActor } from "~/staff/audit/record-audit.server";
import type { RoomNews } from "../../jobs";
import { changeRooms, isOffered, type RoomRefusal, type RoomRow } from "./change-rooms.server";

type Asked = { roomId: string; version: number };

/** Some room stays open for sponsors, whatever is closed: else there would be nothing to sponsor. */
const isLastOffered = (rooms: readonly RoomRow[], { id }: Room): boolean => !rooms.some((room) => room.id !== id && isOffered(room));

/**
 * Closes a room now. Its sponsors' plans light where it is needed most from then on, and an email tells each of them, with a link to
 * choose another room. Plans that have ended keep its name.
 * @returns how many plans that go on were moved
 */
export const retireRoom = (by: AuditActor, { roomId, version }: Asked): Promise<{ changed: true; moved: number } | RoomRefusal> =>
  changeRooms(
    async (tx, rooms) => {
      const room = rooms.find(({ id }) => id === roomId);
      if (!room) return { refused: "no-such-room" };
      if (room.retiredAt) return { changed: true, moved: 0 };
      if (room.version !== version) return { refused: "changed-meanwhile" };
      if (isLastOffered(rooms, room)) return { refused: "last-room" };
      const moved = await closeRoom(tx, room);
      await recordAudit(tx, by, { action: "room.retired", about: { kind: "room", id: roomId }, became: { name: room.name, moved } });
      return { changed: true, moved };
    },
    { seconds: 60 },
  );

/**
 * Closes a room on a London date. Until then it is lit and takes no new sponsors, and its own are asked by email to choose another;
 * on the day `retireDueRooms` moves those who did not answer to where it is needed most.
 */
export const closeRoomOn = (
  by: AuditActor,
  { roomId, version, closesOn }: Asked & { closesOn: string },
): Promise<{ changed: true } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    const room = rooms.find(({ id }) => id === roomId);
    if (!room) return { refused: "no-such-room" };
    if (room.retiredAt) return { refused: "room-retired" };
    if (room.closesOn && fromDateColumn(room.closesOn) === closesOn) return { changed: true };
    if (room.version !== version) return { refused: "changed-meanwhile" };
    if (isLastOffered(rooms, room)) return { refused: "last-room" };
    await tx.room.update({ where: { id: roomId }, data: { closesOn: toDateColumn(closesOn), version: { increment: 1 } } });
    await recordAudit(tx, by, {
      action: "room.closing",
      about: { kind: "room", id: roomId },
      was: { closesOn: room.closesOn && fromDateColumn(room.closesOn) },
      became: { closesOn },
    });
    await enqueueNews(tx, { news: "closing", roomId, date: closesOn });
    return { changed: true };
  });

/**
 * Opens a room again that was closed, or keeps one open that was about to close: then those who were asked and are still there are told.
 * Who has left for another room stays there.
 */
export const reopenRoom = (by: AuditActor, { roomId, version }: Asked): Promise<{ changed: true } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    const room = rooms.find(({ id }) => id === roomId);
    if (!room) return { refused: "no-such-room" };
    if (isOffered(room)) return { changed: true };
    if (room.version !== version) return { refused: "changed-meanwhile" };
    await tx.room.update({ where: { id: roomId }, data: { closesOn: null, retiredAt: null, version: { increment: 1 } } });
    await recordAudit(tx, by, {
      action: "room.reopened",
      about: { kind: "room", id: roomId },
      was: { closesOn: room.closesOn && fromDateColumn(room.closesOn), retiredAt: room.retiredAt?.toISOString() ?? null },
    });
    if (room.closesOn) await enqueueNews(tx, { news: "stays", roomId, date: fromDateColumn(room.closesOn) });
    return { changed: true };
  });

/**
 * The work of the job "retire-due-rooms": closes the rooms whose day has come, and asks those who became sponsors of a closing room after
 * the others were asked. May run any number of times.
 */
export async function retireDueRooms(): Promise<void> {
  for (const { id } of await db.room.findMany({ where: { closesOn: { not: null } }, orderBy: { position: "asc" } }))
    await changeRooms(
      async (tx, rooms) => {
        const room = rooms.find((each) => each.id === id);
        if (!room?.closesOn || room.retiredAt) return;
        const closesOn = fromDateColumn(room.closesOn);
        if (closesOn <= londonDate(now())) await closeRoom(tx, room);
        else await enqueueNews(tx, { news: "closing", roomId: id, date: closesOn });
      },
      { seconds: 60 },
    );
}

/**
 * Plans are held before their room, as everywhere. Whoever joins the room at this moment holds it: they commit first and are moved
 * too, or find it closed.
 */
async function closeRoom(tx: Tx, { id }: Room): Promise<number> {
  const at = now();
  await tx.$queryRaw`SELECT id FROM plan WHERE room_id = ${id} AND status NOT IN ('cancelled', 'lapsed') ORDER BY id FOR UPDATE`;
  await tx.room.update({ where: { id }, data: { retiredAt: at, closesOn: null, version: { increment: 1 } } });
  const [moved] = await tx.$queryRaw<{ live: number }[]>`
    WITH moved AS (
      UPDATE plan SET room_id = NULL WHERE room_id = ${id} AND status NOT IN ('cancelled', 'lapsed') RETURNING id, status
    ), written AS (
      INSERT INTO plan_change (id, plan_id, kind, old_value, new_value, by, changed_at)
      SELECT gen_random_uuid()::text, id, 'room', ${id}, NULL, 'site', ${at}::timestamptz FROM moved
    )
    SELECT (count(*) FILTER (WHERE status NOT IN ('pending', 'expired')))::int AS live FROM moved`;
  await enqueueNews(tx, { news: "moved", roomId: id, date: at.toISOString() });
  return moved?.live ?? 0;
}

const enqueueNews = (tx: Tx, news: RoomNews): Promise<void> =>
  enqueue(tx, "tell-room-sponsors", news, { key: `tell-room-sponsors:${news.roomId} ${news.news} ${news.date}` });
