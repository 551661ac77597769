import { formatMonth } from "~/platform/format-date";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";
import { NoFigures } from "~/sponsorship/rooms/ui/week-facts";
import { WindowOfRoom } from "~/sponsorship/rooms/ui/window-of-room";
import { RoomUpdates } from "~/sponsorship/rooms/updates/ui/room-updates";
import type { YourRoom } from "../your-rooms";
import type { YourRooms } from "../your-rooms.server";

/** A sponsor's rooms: their windows, what they cost and how far this week is paid for, and what happened there. */
export function YourRoomsSection({ rooms, isOver, updates }: YourRooms) {
  if (isOver && updates.shownMonth === null) return null;
  const hasHouse = rooms?.some(({ index }) => index === null) ?? false;
  return (
    <section className="stack mt-14" aria-labelledby="your-room">
      <h2 id="your-room">{isOver ? "What you helped to light" : titleOf(rooms ?? [])}</h2>
      {rooms === null && <NoFigures />}
      {rooms?.map((room, place) => (
        <RoomWeek key={room.name} room={room} bringsDefs={place === 0 && !hasHouse} />
      ))}
      <h3>What happened there in {formatMonth(updates.shownMonth ?? updates.thisMonth)}</h3>
      <RoomUpdates updates={updates} isOver={isOver} />
    </section>
  );
}

function titleOf(rooms: readonly YourRoom[]): string {
  if (rooms.length > 1) return "Your rooms";
  return rooms[0]?.index === null ? "The rooms you help to light" : "Your room";
}

function RoomWeek({ room: { name, index, windows, lit, money }, bringsDefs }: { room: YourRoom; bringsDefs: boolean }) {
  const words = (
    <div className="stack [--gap:--spacing(2)]">
      <h3>{name}</h3>
      <p>
        {lit} {money}
      </p>
      <p>
        <a href="/">See the house</a>
      </p>
    </div>
  );
  if (index === null)
    return (
      <div className="grid gap-5">
        <div className="dusk rounded-md">
          <HouseOfWindows rooms={windows} />
        </div>
        {words}
      </div>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-5">
      <div className="dusk w-56 flex-none rounded-md">
        <WindowOfRoom rooms={windows} index={index} bringsDefs={bringsDefs} />
      </div>
      <div className="min-w-60 flex-1">{words}</div>
    </div>
  );
}
