import type { Plan, Prisma } from "~/../prisma/client/client";
import { now } from "~/platform/clock";
import { db } from "~/platform/database/db.server";
import { fromDateColumn, londonDate, toDateColumn } from "~/platform/london-dates";
import { hasEnded } from "../../plan-status";
import { splitUpdates, type ShownUpdate, type SponsorUpdates } from "./sponsor-updates";
import { monthOf } from "./update-form";

const newestFirst = [{ month: "desc" }, { writtenAt: "desc" }, { id: "asc" }] satisfies Prisma.RoomUpdateOrderByWithRelationInput[];

/** How many a sponsor finds at most. */
const shownToSponsors = 40;

const lastMonth = (at: Date) => ({ month: { lte: toDateColumn(`${monthOf(londonDate(at))}-01`) } });

/**
 * What the sponsor of some plans may read: what is for all rooms, and what is about the room of each plan, until the month in which it
 * ended. Of a room that was closed, whoever sponsored it keeps what happened until the month in which they left it.
 */
export async function listUpdatesForPlans(plans: readonly Pick<Plan, "id" | "roomId" | "status" | "endedAt">[]): Promise<SponsorUpdates> {
  const at = now();
  const thisMonth = monthOf(londonDate(at));
  if (plans.length === 0) return splitUpdates([], thisMonth);
  const left = await db.planChange.findMany({
    where: { planId: { in: plans.map(({ id }) => id) }, kind: "room", oldValue: { not: null } },
    select: { oldValue: true, changedAt: true },
  });
  const closed = await db.room.findMany({
    where: { id: { in: left.flatMap(({ oldValue }) => oldValue ?? []) }, retiredAt: { not: null } },
    select: { id: true },
  });
  const isClosed = new Set<string | null>(closed.map(({ id }) => id));
  const own = plans.flatMap(({ roomId, status, endedAt }) => {
    const until = hasEnded(status) ? lastMonth(endedAt ?? at) : {};
    return [
      { roomId: null, ...until },
      { roomId, ...until },
    ];
  });
  const former = left.flatMap(({ oldValue, changedAt }) => (isClosed.has(oldValue) ? [{ roomId: oldValue, ...lastMonth(changedAt) }] : []));
  const rows = await db.roomUpdate.findMany({
    where: { OR: [...own, ...former] },
    include: { room: { select: { name: true } } },
    orderBy: newestFirst,
    take: shownToSponsors,
  });
  return splitUpdates(rows.map(toShown), thisMonth);
}

type UpdateRow = Prisma.RoomUpdateGetPayload<{ include: { room: { select: { name: true } } } }>;

const toShown = ({ id, room, month, text }: UpdateRow): ShownUpdate => ({
  id,
  about: room?.name ?? "All rooms",
  month: monthOf(fromDateColumn(month)),
  text,
});

const withNames = { room: { select: { name: true, retiredAt: true } }, writtenBy: { select: { name: true } } } as const;
export type KnownUpdate = Prisma.RoomUpdateGetPayload<{ include: typeof withNames }>;

/** Updates for the desk, the newest first. @param filter.roomId null: those for all rooms; undefined: whatever they are about */
export const listUpdates = (filter: { roomId?: string | null; month?: string; take: number }): Promise<KnownUpdate[]> =>
  db.roomUpdate.findMany({
    where: {
      ...(filter.roomId !== undefined && { roomId: filter.roomId }),
      ...(filter.month !== undefined && { month: toDateColumn(`${filter.month}-01`) }),
    },
    include: withNames,
    orderBy: newestFirst,
    take: filter.take,
  });

export const findUpdate = (id: string): Promise<KnownUpdate | null> => db.roomUpdate.findUnique({ where: { id }, include: withNames });

/** Months that have updates, such as 2026-11, the newest first. */
export async function listMonthsWithUpdates(): Promise<string[]> {
  const rows = await db.roomUpdate.findMany({ distinct: ["month"], select: { month: true }, orderBy: { month: "desc" } });
  return rows.map(({ month }) => monthOf(fromDateColumn(month)));
}
