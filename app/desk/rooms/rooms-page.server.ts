import { now } from "~/platform/clock";
import { config } from "~/platform/config/config.server";
import { formatDecimalPounds } from "~/platform/csv";
import { db } from "~/platform/database/db.server";
import { formatDate, formatLondonDate, fromDateColumn, londonDate, mondayOfWeek } from "~/platform/london-dates";
import { formatPounds, formatPoundsShort, pence, type Pence } from "~/platform/money";
import { formatPercent } from "~/sponsorship/rooms/house-facts";
import { roomOrder, type RoomRow } from "~/sponsorship/rooms/manage/change-rooms.server";
import { costInWeek, listCosts } from "~/sponsorship/rooms/manage/room-cost";
import { usualWeekPence } from "~/sponsorship/rooms/room";
import { getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";

/** Sponsorships of each room that go on, and what they come to in a week. */
async function countSponsors(): Promise<Map<string | null, { count: number; weekly: Pence }>> {
  const rows = await db.plan.groupBy({
    by: ["roomId"],
    where: { status: { in: ["starting", "active", "late", "paused"] } },
    _count: true,
    _sum: { weeklyPence: true },
  });
  return new Map(rows.map(({ roomId, _count: count, _sum }) => [roomId, { count, weekly: pence(_sum.weeklyPence ?? 0) }]));
}

const monday = () => mondayOfWeek(londonDate(now()));
const sponsorsText = (sponsors: { count: number; weekly: Pence } | undefined): string =>
  sponsors ? `${sponsors.count}, ${formatPoundsShort(sponsors.weekly)} a week` : "none";

/** What is shown of a room in a few words. */
function describeRoom(room: RoomRow) {
  const costs = listCosts(room.costs);
  const next = costs.find(({ fromWeek }) => fromWeek > monday());
  return {
    id: room.id,
    name: room.name,
    cost: formatPounds(costInWeek({ weeklyPence: room.weeklyPence, costs }, monday())),
    nextCost: next ? `${formatPounds(pence(next.weeklyPence))} from ${formatLondonDate(next.fromWeek)}` : null,
    closes: room.closesOn && formatLondonDate(fromDateColumn(room.closesOn)),
    closed: room.retiredAt && formatDate(room.retiredAt),
  };
}

/** Everything that the desk shows of the rooms. `seen`: the order, as a form that moves one carries it. */
export async function getRoomsPage() {
  const [rows, sponsors, week] = await Promise.all([
    db.room.findMany({ include: { costs: true }, orderBy: { position: "asc" } }),
    countSponsors(),
    getRoomsThisWeek(now()),
  ]);
  const open = rows.filter(({ retiredAt }) => retiredAt === null);
  const published = pence(config.charity.roomWeekPence);
  const usual = usualWeekPence(week.rooms, published);
  return {
    seen: roomOrder(rows),
    rooms: open.map((room, index) => ({
      ...describeRoom(room),
      sponsors: sponsorsText(sponsors.get(room.id)),
      lit: formatPercent(week.rooms.find(({ id }) => id === room.id)?.funded ?? 0),
      /** Behind which room it stands once it is moved one place; "first": before all; null: there is no such place. */
      earlier: index === 0 ? null : (open[index - 2]?.id ?? "first"),
      later: open[index + 1]?.id ?? null,
    })),
    closed: rows.filter(({ retiredAt }) => retiredAt !== null).map(describeRoom),
    elsewhere: sponsorsText(sponsors.get(null)),
    usualCost: formatDecimalPounds(usual),
    otherPublishedCost: usual === published ? null : formatPoundsShort(published),
  };
}

export type RoomsPage = Awaited<ReturnType<typeof getRoomsPage>>;

/** Everything that the desk shows of one room; null: there is none of that id. */
export async function getRoomPage(id: string) {
  const [rows, sponsors, week] = await Promise.all([
    db.room.findMany({ include: { costs: true }, orderBy: { position: "asc" } }),
    countSponsors(),
    getRoomsThisWeek(now()),
  ]);
  const room = rows.find((each) => each.id === id);
  if (!room) return null;
  const others = rows.filter((each) => each.id !== id && each.retiredAt === null);
  const before = rows.slice(0, rows.indexOf(room)).findLast(({ retiredAt }) => retiredAt === null);
  const lit = week.rooms.find((each) => each.id === id);
  const costs = listCosts(room.costs);
  return {
    ...describeRoom(room),
    version: room.version,
    seen: roomOrder(rows),
    sponsorCount: sponsors.get(id)?.count ?? 0,
    sponsors: sponsorsText(sponsors.get(id)),
    lit: lit ? formatPercent(lit.funded) : null,
    after: before?.id ?? "first",
    others: others.map((each) => ({ id: each.id, name: each.name })),
    costs: [
      {
        from: null,
        text: formatPounds(pence(room.weeklyPence)),
        since: room.addedOn ? formatLondonDate(fromDateColumn(room.addedOn)) : null,
      },
      ...costs.map(({ fromWeek, weeklyPence }) => ({
        from: fromWeek > monday() ? fromWeek : null,
        text: formatPounds(pence(weeklyPence)),
        since: formatLondonDate(fromWeek),
      })),
    ],
  };
}

export type RoomPage = NonNullable<Awaited<ReturnType<typeof getRoomPage>>>;
