import { add, pence, subtract, type Pence } from "~/platform/money";
import { minWeekly } from "../plan";

export type Room = { name: string; weekPence: Pence };

/** A room in one week. `litPence`: how much of its week is paid for. `funded`: the same, from 0 (waiting) to 1 (fully lit). */
export type RoomThisWeek = Room & { litPence: Pence; funded: number };

/**
 * Shares a sum among the rooms: one after the other in their order, each no further than its week costs.
 * @param rooms in the order in which they are lit
 * @param netPence below nothing counts as nothing
 */
export const lightRoomsInOrder = (rooms: readonly Room[], netPence: Pence): RoomThisWeek[] => {
  const lit = fillInOrder(
    rooms,
    rooms.map(() => 0),
    netPence,
  );
  return rooms.map((room, index) => ({ ...room, ...litShare(room, lit[index] ?? 0) }));
};

/** A room that sponsors may choose. `chosenPence`: what the plans of its own sponsors come to each week. */
export type RoomWithPlans = Room & { id: string; chosenPence: Pence };
/** `sponsoredPence`: what of its week all plans pay for, those of other rooms' sponsors that flow on to it included. */
export type SponsoredRoom = RoomThisWeek & { id: string; sponsoredPence: Pence };

/**
 * Lights the rooms of one week. Each sponsor's weekly sum goes to the room that was chosen; what that room does not
 * need, and what was given to where it is needed most, fills the rooms in their order; the gifts of the week come last.
 * @param totals.unassignedPence what plans without a chosen room come to each week
 * @param totals.oneOffPence what the week's single gifts came to, less what went back; below nothing counts as nothing
 */
export function lightRooms(rooms: readonly RoomWithPlans[], totals: { unassignedPence: Pence; oneOffPence: Pence }): SponsoredRoom[] {
  const ownPence = rooms.map(({ chosenPence, weekPence }) => Math.min(chosenPence, weekPence));
  const overflowPence = rooms.reduce((sum, { chosenPence, weekPence }) => sum + Math.max(0, chosenPence - weekPence), 0);
  const sponsored = fillInOrder(rooms, ownPence, totals.unassignedPence + overflowPence);
  const lit = fillInOrder(rooms, sponsored, totals.oneOffPence);
  return rooms.map(({ id, name, weekPence }, index) => {
    const room = { name, weekPence };
    return { id, ...room, ...litShare(room, lit[index] ?? 0), sponsoredPence: pence(sponsored[index] ?? 0) };
  });
}

/** Fills the rooms in their order from where they stand. @returns where they then stand */
function fillInOrder(rooms: readonly Room[], startPence: readonly number[], sum: number): number[] {
  let remaining = Math.max(0, sum);
  return rooms.map(({ weekPence }, index) => {
    const current = startPence[index] ?? 0;
    const added = Math.min(remaining, weekPence - current);
    remaining -= added;
    return current + added;
  });
}

const litShare = ({ weekPence }: Room, lit: number) => ({ litPence: pence(lit), funded: weekPence === 0 ? 1 : lit / weekPence });

/** A room whose whole week is paid for by sponsors offers the next; single gifts of one week do not make it full. */
export const isFull = ({ sponsoredPence, weekPence }: Pick<SponsoredRoom, "sponsoredPence" | "weekPence">): boolean =>
  sponsoredPence >= weekPence;

/** How many more sponsors at the smallest sum a room has place for. */
export const openPlaces = ({ sponsoredPence, weekPence }: Pick<SponsoredRoom, "sponsoredPence" | "weekPence">): number =>
  Math.ceil(Math.max(0, weekPence - sponsoredPence) / minWeekly);

/** What all rooms need in one week. */
export const totalNeeded = (rooms: readonly Room[]): Pence => add(...rooms.map((room) => room.weekPence));

/** What came in beyond what the rooms need; nothing while they still need some. */
export const surplus = (netPence: Pence, needed: Pence): Pence => pence(Math.max(0, subtract(netPence, needed)));

/** What most rooms take in a week; of two costs that are as common, the smaller. @param otherwise where there is no room */
export function usualWeekPence(rooms: readonly { weekPence: number }[], otherwise: Pence): Pence {
  const counts = new Map<number, number>();
  for (const { weekPence } of rooms) counts.set(weekPence, (counts.get(weekPence) ?? 0) + 1);
  const [usual] = [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || a - b);
  return usual ? pence(usual[0]) : otherwise;
}

/** How many sponsors at the smallest sum keep a room going. */
export const sponsorsPerRoom = (weekPence: Pence): number => Math.ceil(weekPence / minWeekly);
