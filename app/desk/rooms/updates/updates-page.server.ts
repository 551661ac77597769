import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { formatMonth } from "~/platform/format-date";
import { formatShortDate, fromDateColumn, londonDate } from "~/platform/london-dates";
import { findUpdate, listMonthsWithUpdates, listUpdates, type KnownUpdate } from "~/sponsorship/rooms/updates/room-updates.server";
import { allRooms, listUpdateMonths, monthOf, type UpdateInput } from "~/sponsorship/rooms/updates/update-form";

const shownAtOnce = 50;
const option = (month: string) => ({ value: month, label: formatMonth(month) });
const allRoomsOption = { value: allRooms, label: "All rooms" };

/** The months that an update may be about. @param own that of an update which is corrected, though it is longer ago */
export const listMonthChoices = (own: string | null = null): string[] => {
  const months = listUpdateMonths(londonDate(now()));
  return own === null || months.includes(own) ? months : [...months, own];
};

/** What the form of an update offers. @param own the room and the month of the update, though that is closed or long ago */
export async function getUpdateChoices(own: { roomId: string | null; month: string } | null = null) {
  const rooms = await db.room.findMany({
    where: { OR: [{ retiredAt: null }, ...(own?.roomId ? [{ id: own.roomId }] : [])] },
    orderBy: { position: "asc" },
  });
  return {
    rooms: [allRoomsOption, ...rooms.map(({ id, name, retiredAt }) => ({ value: id, label: retiredAt ? `${name} (closed)` : name }))],
    months: listMonthChoices(own?.month).map(option),
  };
}

export type UpdateChoices = Awaited<ReturnType<typeof getUpdateChoices>>;

const describeUpdate = ({ id, roomId, room, month, text, version, writtenBy, writtenAt, correctedAt }: KnownUpdate) => ({
  id,
  version,
  about: room?.name ?? allRoomsOption.label,
  isClosed: Boolean(room?.retiredAt),
  month: formatMonth(monthOf(fromDateColumn(month))),
  text,
  written: `${formatShortDate(writtenAt)}${writtenBy ? ` by ${writtenBy.name}` : ""}${correctedAt ? `, corrected ${formatShortDate(correctedAt)}` : ""}`,
  input: { room: roomId ?? allRooms, month: monthOf(fromDateColumn(month)), text } satisfies UpdateInput,
});

export type DescribedUpdate = ReturnType<typeof describeUpdate>;

/** Everything that the desk shows of one update; null: there is none of that id. */
export async function getUpdatePage(id: string) {
  const update = await findUpdate(id);
  if (!update) return null;
  const month = monthOf(fromDateColumn(update.month));
  return { update: describeUpdate(update), choices: await getUpdateChoices({ roomId: update.roomId, month }) };
}

/** The updates of a room and a month, as an address asks for them; month by month, the newest first. */
export async function getUpdatesPage(params: URLSearchParams) {
  const [rooms, months] = await Promise.all([db.room.findMany({ orderBy: { position: "asc" } }), listMonthsWithUpdates()]);
  const asked = params.get("room") ?? "";
  const room = asked === allRooms || rooms.some(({ id }) => id === asked) ? asked : "";
  const month = months.find((each) => each === params.get("month")) ?? "";
  const found = await listUpdates({
    ...(room !== "" && { roomId: room === allRooms ? null : room }),
    ...(month !== "" && { month }),
    take: shownAtOnce + 1,
  });
  const updates = found.slice(0, shownAtOnce).map(describeUpdate);
  return {
    room,
    month,
    rooms: [allRoomsOption, ...rooms.map(({ id, name, retiredAt }) => ({ value: id, label: retiredAt ? `${name} (closed)` : name }))],
    months: months.map(option),
    groups: [...new Set(updates.map((update) => update.month))].map((title) => ({
      title,
      updates: updates.filter((update) => update.month === title),
    })),
    hasMore: found.length > shownAtOnce,
    mayWriteAbout: room === allRooms || rooms.some(({ id, retiredAt }) => id === room && retiredAt === null) ? room : "",
  };
}
