import { add, pence, subtract, type Pence } from "~/platform/money";
import { smallestWeekly } from "./plan";

export type Room = { name: string; weekPence: Pence };

/** A room in one week. `litPence`: how much of its week is paid for. `funded`: the same, from 0 (waiting) to 1 (fully lit). */
export type RoomThisWeek = Room & { litPence: Pence; funded: number };

/**
 * Shares what came in among the rooms: one after the other in their order, each no further than its week costs.
 * @param rooms in the order in which they are lit
 * @param kept what the week's gifts came to, less what went back; below nothing counts as nothing
 */
export function shareOut(rooms: readonly Room[], kept: Pence): RoomThisWeek[] {
  let left = Math.max(0, kept);
  return rooms.map((room) => {
    const litPence = pence(Math.min(left, room.weekPence));
    left -= litPence;
    return { ...room, litPence, funded: room.weekPence === 0 ? 1 : litPence / room.weekPence };
  });
}

/** What all rooms need in one week. */
export const neededFor = (rooms: readonly Room[]): Pence => add(...rooms.map((room) => room.weekPence));

/** What came in beyond what the rooms need; nothing while they still need some. */
export const beyondNeed = (kept: Pence, needed: Pence): Pence => pence(Math.max(0, subtract(kept, needed)));

/** How many sponsors at the smallest sum keep a room going. */
export const sponsorsFor = (weekPence: Pence): number => Math.ceil(weekPence / smallestWeekly);
