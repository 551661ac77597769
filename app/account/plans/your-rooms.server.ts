import { now } from "~/platform/clock";
import { hasEnded } from "~/sponsorship/plan-status";
import type { PlanWithDetails } from "~/sponsorship/plans.server";
import { findRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import type { SponsorUpdates } from "~/sponsorship/rooms/updates/sponsor-updates";
import { listUpdatesForPlans } from "~/sponsorship/rooms/updates/room-updates.server";
import { findYourRooms, type YourRoom } from "./your-rooms";

/** `rooms` null: the figures can't be read just now. `isOver`: all of the plans have ended. */
export type YourRooms = { rooms: YourRoom[] | null; isOver: boolean; updates: SponsorUpdates };

/** What a signed-in sponsor sees of the rooms of some plans of theirs. */
export async function getYourRooms(plans: readonly PlanWithDetails[]): Promise<YourRooms> {
  const going = plans.filter(({ status }) => !hasEnded(status));
  const [week, updates] = await Promise.all([going.length > 0 ? findRoomsThisWeek(now()) : null, listUpdatesForPlans(plans)]);
  const roomIds = going.map(({ roomId }) => roomId);
  return { rooms: going.length === 0 ? [] : week && findYourRooms(week, roomIds), isOver: going.length === 0, updates };
}
