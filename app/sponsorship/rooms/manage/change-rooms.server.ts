import type { Room, RoomCost as RoomCostRow } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { inTransaction, type Tx } from "~/platform/database/db.server";
import { londonDate, mondayOfWeek, toDateColumn } from "~/platform/london-dates";
import type { Pence } from "~/platform/money";
import { sha256 } from "~/platform/sha256.server";
import type { AuditFacts } from "~/staff/audit/audit";
import { recordAudit, type AuditActor } from "~/staff/audit/record-audit.server";
import { costInWeek, listCosts } from "./room-cost";
import { foldRoomName } from "./room-name";

export type RoomRow = Room & { costs: RoomCostRow[] };

/** Nothing was changed. "changed-meanwhile": somebody else changed the room, or the order, after the form was opened. */
export type RoomRefusal =
  | { refused: "no-such-room" | "changed-meanwhile" | "room-retired" | "same-cost" | "last-room" }
  | { refused: "name-taken"; by: string; isRetired: boolean };

/** One after the other, whatever is done about rooms: of two who close the last two at once, the second is refused. */
export const changeRooms = <Result>(
  work: (tx: Tx, rooms: readonly RoomRow[]) => Promise<Result>,
  options: { seconds?: number } = {},
): Promise<Result> =>
  inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtextextended('rooms', 0))`;
    return await work(tx, await tx.room.findMany({ include: { costs: true }, orderBy: { position: "asc" } }));
  }, options);

/** Whether a room takes sponsors: it is neither closed nor about to close. */
export const isOffered = ({ closesOn, retiredAt }: Pick<Room, "closesOn" | "retiredAt">): boolean =>
  closesOn === null && retiredAt === null;

/** The order of the rooms, as a form carries it: whoever moves one in an order that is no more so is told. */
export const roomOrder = (rooms: readonly Pick<Room, "id">[]): string => sha256(rooms.map(({ id }) => id).join(" ")).slice(0, 22);

function findNamesake(rooms: readonly RoomRow[], name: string, exceptId: string): RoomRefusal | null {
  const other = rooms.find((room) => room.id !== exceptId && foldRoomName(room.name) === foldRoomName(name));
  return other ? { refused: "name-taken", by: other.name, isRetired: other.retiredAt !== null } : null;
}

/**
 * Adds a room, last in order, from today on.
 * @param id the form's id, which becomes the room's: a form that is sent twice adds one
 */
export const addRoom = (
  by: AuditActor,
  { id, name, weeklyPence }: { id: string; name: string; weeklyPence: Pence },
): Promise<{ roomId: string } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    if (rooms.some((room) => room.id === id)) return { roomId: id };
    const namesake = findNamesake(rooms, name, id);
    if (namesake) return namesake;
    const position = Math.max(0, ...rooms.map((room) => room.position)) + 1;
    await tx.room.create({ data: { id, name, weeklyPence, position, addedOn: toDateColumn(londonDate(now())) } });
    await recordAudit(tx, by, { action: "room.added", about: { kind: "room", id }, became: { name, weeklyPence } });
    return { roomId: id };
  });

type Versioned = { roomId: string; version: number };

/**
 * Changes one room, and writes down what.
 * @param change what is to be written; null: it is so already, as where a form is sent twice
 */
async function changeRoomRow(
  tx: Tx,
  by: AuditActor,
  room: Room,
  { version, ...change }: { version: number; action: "room.renamed" | "room.cost-set"; was: AuditFacts; became: AuditFacts },
  write: () => Promise<unknown>,
): Promise<{ changed: true } | RoomRefusal> {
  if (room.version !== version) return { refused: "changed-meanwhile" };
  await write();
  await tx.room.update({ where: { id: room.id }, data: { version: { increment: 1 } } });
  await recordAudit(tx, by, { ...change, about: { kind: "room", id: room.id } });
  return { changed: true };
}

/** Gives a room another name, of `parseRoomName`. */
export const renameRoom = (
  by: AuditActor,
  { roomId, version, name }: Versioned & { name: string },
): Promise<{ changed: true } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    const room = rooms.find(({ id }) => id === roomId);
    if (!room) return { refused: "no-such-room" };
    if (room.name === name) return { changed: true };
    const namesake = findNamesake(rooms, name, roomId);
    if (namesake) return namesake;
    const change = { version, action: "room.renamed", was: { name: room.name }, became: { name } } as const;
    return await changeRoomRow(tx, by, room, change, () => tx.room.update({ where: { id: roomId }, data: { name } }));
  });

/** Sets what a room takes in a week from a Monday on, of `parseCostStart`, until the next change. Earlier weeks keep their cost. */
export const setRoomCost = (
  by: AuditActor,
  { roomId, version, fromWeek, weeklyPence }: Versioned & { fromWeek: string; weeklyPence: Pence },
): Promise<{ changed: true } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    const room = rooms.find(({ id }) => id === roomId);
    if (!room) return { refused: "no-such-room" };
    if (room.retiredAt) return { refused: "room-retired" };
    const costs = listCosts(room.costs);
    if (costs.some((cost) => cost.fromWeek === fromWeek && cost.weeklyPence === weeklyPence)) return { changed: true };
    const inForce = costInWeek({ weeklyPence: room.weeklyPence, costs }, fromWeek);
    if (inForce === weeklyPence) return { refused: "same-cost" };
    const change = {
      version,
      action: "room.cost-set",
      was: { fromWeek, weeklyPence: inForce },
      became: { fromWeek, weeklyPence },
    } as const;
    const key = { roomId, fromWeek: toDateColumn(fromWeek) };
    return await changeRoomRow(tx, by, room, change, () =>
      tx.roomCost.upsert({ where: { roomId_fromWeek: key }, create: { ...key, weeklyPence }, update: { weeklyPence } }),
    );
  });

/** Takes back a cost that was to count from a later week on. One that counts already stays in the history. */
export const withdrawRoomCost = (
  by: AuditActor,
  { roomId, version, fromWeek }: Versioned & { fromWeek: string },
): Promise<{ changed: true } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    const room = rooms.find(({ id }) => id === roomId);
    if (!room) return { refused: "no-such-room" };
    const cost = listCosts(room.costs).find((each) => each.fromWeek === fromWeek);
    if (!cost) return { changed: true };
    if (fromWeek <= mondayOfWeek(londonDate(now()))) return { refused: "changed-meanwhile" };
    const change = { version, action: "room.cost-set", was: cost, became: { fromWeek, weeklyPence: null } } as const;
    return await changeRoomRow(tx, by, room, change, () =>
      tx.roomCost.delete({ where: { roomId_fromWeek: { roomId, fromWeek: toDateColumn(fromWeek) } } }),
    );
  });

/**
 * Moves a room behind another, in the order in which rooms are lit.
 * @param after the other's id; null: it is lit first
 * @param seen the order that the form showed, of `roomOrder`
 */
export const moveRoom = (
  by: AuditActor,
  { roomId, after, seen }: { roomId: string; after: string | null; seen: string },
): Promise<{ changed: true } | RoomRefusal> =>
  changeRooms(async (tx, rooms) => {
    const room = rooms.find(({ id }) => id === roomId);
    const others = rooms.filter(({ id }) => id !== roomId);
    const place = after === null ? 0 : others.findIndex(({ id }) => id === after) + 1;
    if (!room || (after !== null && place === 0)) return { refused: "no-such-room" };
    const order = others.toSpliced(place, 0, room);
    if (roomOrder(order) === roomOrder(rooms)) return { changed: true };
    if (roomOrder(rooms) !== seen) return { refused: "changed-meanwhile" };
    const ids = order.map(({ id }) => id);
    // Places are unique at each moment, so all are left before any is taken.
    await tx.$executeRaw`UPDATE room SET position = -1 - abs(position)`;
    await tx.$executeRaw`
      UPDATE room SET position = place.number FROM unnest(${ids}::text[]) WITH ORDINALITY AS place (id, number) WHERE room.id = place.id`;
    const nameAt = (list: readonly Room[], index: number) => list[index]?.name ?? null;
    await recordAudit(tx, by, {
      action: "room.moved",
      about: { kind: "room", id: roomId },
      was: { after: nameAt(rooms, rooms.indexOf(room) - 1) },
      became: { after: nameAt(order, place - 1) },
    });
    return { changed: true };
  });
