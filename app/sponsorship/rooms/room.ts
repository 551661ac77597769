import { add, pence, subtract, type Pence } from "~/platform/money";
import { smallestWeekly } from "../plan";

export type Room = { name: string; weekPence: Pence };

/** A room in one week. `litPence`: how much of its week is paid for. `funded`: the same, from 0 (waiting) to 1 (fully lit). */
export type RoomThisWeek = Room & { litPence: Pence; funded: number };

/**
 * Shares a sum among the rooms: one after the other in their order, each no further than its week costs.
 * @param rooms in the order in which they are lit
 * @param kept below nothing counts as nothing
 */
export const shareOut = (rooms: readonly Room[], kept: Pence): RoomThisWeek[] => {
  const lit = pour(
    rooms,
    rooms.map(() => 0),
    kept,
  );
  return rooms.map((room, index) => ({ ...room, ...lightOfRoom(room, lit[index] ?? 0) }));
};

/** A room that sponsors may choose. `chosenPence`: what the plans of its own sponsors come to each week. */
export type ChosenRoom = Room & { id: string; chosenPence: Pence };
/** `sponsoredPence`: what of its week all plans pay for, those of other rooms' sponsors that flow on to it included. */
export type SponsoredRoom = RoomThisWeek & { id: string; sponsoredPence: Pence };

/**
 * Lights the rooms of one week. Each sponsor's weekly sum goes to the room that was chosen; what that room does not
 * need, and what was given to where it is needed most, fills the rooms in their order; the gifts of the week come last.
 * @param given.anywhere what plans without a chosen room come to each week
 * @param given.once what the week's single gifts came to, less what went back; below nothing counts as nothing
 */
export function lightRooms(rooms: readonly ChosenRoom[], given: { anywhere: Pence; once: Pence }): SponsoredRoom[] {
  const own = rooms.map(({ chosenPence, weekPence }) => Math.min(chosenPence, weekPence));
  const over = rooms.reduce((sum, { chosenPence, weekPence }) => sum + Math.max(0, chosenPence - weekPence), 0);
  const sponsored = pour(rooms, own, given.anywhere + over);
  const lit = pour(rooms, sponsored, given.once);
  return rooms.map(({ id, name, weekPence }, index) => {
    const room = { name, weekPence };
    return { id, ...room, ...lightOfRoom(room, lit[index] ?? 0), sponsoredPence: pence(sponsored[index] ?? 0) };
  });
}

/** Fills the rooms in their order from where they stand. @returns where they then stand */
function pour(rooms: readonly Room[], from: readonly number[], sum: number): number[] {
  let left = Math.max(0, sum);
  return rooms.map(({ weekPence }, index) => {
    const stands = from[index] ?? 0;
    const more = Math.min(left, weekPence - stands);
    left -= more;
    return stands + more;
  });
}

const lightOfRoom = ({ weekPence }: Room, lit: number) => ({ litPence: pence(lit), funded: weekPence === 0 ? 1 : lit / weekPence });

/** A room whose whole week is paid for by sponsors offers the next; single gifts of one week do not make it full. */
export const isFull = ({ sponsoredPence, weekPence }: Pick<SponsoredRoom, "sponsoredPence" | "weekPence">): boolean =>
  sponsoredPence >= weekPence;

/** How many more sponsors at the smallest sum a room has place for. */
export const placesIn = ({ sponsoredPence, weekPence }: Pick<SponsoredRoom, "sponsoredPence" | "weekPence">): number =>
  Math.ceil(Math.max(0, weekPence - sponsoredPence) / smallestWeekly);

/** What all rooms need in one week. */
export const neededFor = (rooms: readonly Room[]): Pence => add(...rooms.map((room) => room.weekPence));

/** What came in beyond what the rooms need; nothing while they still need some. */
export const beyondNeed = (kept: Pence, needed: Pence): Pence => pence(Math.max(0, subtract(kept, needed)));

/** How many sponsors at the smallest sum keep a room going. */
export const sponsorsFor = (weekPence: Pence): number => Math.ceil(weekPence / smallestWeekly);
