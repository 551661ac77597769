import type { RoomUpdate } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { fromDateColumn, toDateColumn } from "~/platform/london-dates";
import { recordAudit } from "~/staff/audit/record-audit.server";
import { monthOf, type UpdateForm } from "./update-form";

type Writer = { id: string; network: string };

/**
 * Nothing was changed. "room-closed": what happened in it before stands, and nothing is added. "written-before": from the same form, with
 * other words.
 */
export type UpdateRefusal = { refused: "no-such-room" | "room-closed" | "written-before" | "not-found" | "changed-meanwhile" };

const columnsOf = ({ roomId, month, text }: UpdateForm) => ({ roomId, month: toDateColumn(`${month}-01`), text });
/** What the log keeps: never the words, which it could not forget. */
const factsOf = ({ roomId, month }: Pick<UpdateForm, "roomId" | "month">) => ({ room: roomId ?? "all", month });

/** Writes an update, which sponsors see at once. @param id of the form: sent twice, it is one update */
export const writeUpdate = (by: Writer, id: string, form: UpdateForm): Promise<{ changed: true } | UpdateRefusal> =>
  inTransaction(async (tx) => {
    const refusal = await findRoomRefusal(tx, form.roomId);
    if (refusal) return refusal;
    const data = { id, ...columnsOf(form), writtenById: by.id, writtenAt: now() };
    const { count } = await tx.roomUpdate.createMany({ data: [data], skipDuplicates: true });
    if (count === 0) return (await saysTheSame(tx, id, form)) ? { changed: true } : { refused: "written-before" };
    await recordAudit(tx, by, { action: "room-update.written", about: { kind: "room-update", id }, became: factsOf(form) });
    return { changed: true };
  });

/**
 * Corrects an update. In a room that is closed its words may still be mended, but none is moved into it.
 * @param version as the form showed it: somebody else may have changed it meanwhile
 */
export const correctUpdate = (
  by: Writer,
  { id, version }: { id: string; version: number },
  form: UpdateForm,
): Promise<{ changed: true } | UpdateRefusal> =>
  inTransaction(async (tx) => {
    const refusal = await findRoomRefusal(tx, form.roomId);
    const update = await lockUpdate(tx, id);
    if (!update) return { refused: "not-found" };
    if (refusal && update.roomId !== form.roomId) return refusal;
    const was = { roomId: update.roomId, month: monthOf(fromDateColumn(update.month)) };
    if (was.roomId === form.roomId && was.month === form.month && update.text === form.text) return { changed: true };
    if (update.version !== version) return { refused: "changed-meanwhile" };
    await tx.roomUpdate.update({ where: { id }, data: { ...columnsOf(form), correctedAt: now(), version: version + 1 } });
    const textChanged = update.text !== form.text;
    const about = { kind: "room-update", id } as const;
    await recordAudit(tx, by, { action: "room-update.corrected", about, was: factsOf(was), became: { ...factsOf(form), textChanged } });
    return { changed: true };
  });

/** Takes an update off: its words are deleted, since they may be the reason. Pressed twice, it is gone once. */
export const removeUpdate = (by: Writer, { id, version }: { id: string; version: number }): Promise<{ changed: true } | UpdateRefusal> =>
  inTransaction(async (tx) => {
    const update = await lockUpdate(tx, id);
    if (!update) return { changed: true };
    if (update.version !== version) return { refused: "changed-meanwhile" };
    await tx.roomUpdate.delete({ where: { id } });
    const was = factsOf({ roomId: update.roomId, month: monthOf(fromDateColumn(update.month)) });
    await recordAudit(tx, by, { action: "room-update.removed", about: { kind: "room-update", id }, was });
    return { changed: true };
  });

async function saysTheSame(tx: Tx, id: string, form: UpdateForm): Promise<boolean> {
  const { roomId, month, text } = await tx.roomUpdate.findUniqueOrThrow({ where: { id } });
  return roomId === form.roomId && monthOf(fromDateColumn(month)) === form.month && text === form.text;
}

/** Holds the room, so that it is not closed before this transaction ends. */
async function findRoomRefusal(tx: Tx, roomId: string | null): Promise<UpdateRefusal | null> {
  if (roomId === null) return null;
  const [room] = await tx.$queryRaw<{ isClosed: boolean }[]>`
    SELECT retired_at IS NOT NULL AS "isClosed" FROM room WHERE id = ${roomId} FOR SHARE`;
  if (!room) return { refused: "no-such-room" };
  return room.isClosed ? { refused: "room-closed" } : null;
}

async function lockUpdate(tx: Tx, id: string): Promise<RoomUpdate | null> {
  await tx.$queryRaw`SELECT FROM room_update WHERE id = ${id} FOR UPDATE`;
  return await tx.roomUpdate.findUnique({ where: { id } });
}
