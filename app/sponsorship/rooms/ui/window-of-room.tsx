import { formatPercent, type RoomWindow } from "../house-facts";
import { layOutStreet, windowSize } from "../house-geometry";
import { Building } from "./building";
import { roundToTenth } from "./round";
import { SvgDefs } from "./svg-defs";

/** How much of the wall is seen around the window. */
const around = { x: 43, y: 31 };

/**
 * The window of one room, as it stands in the house of windows: a piece of the same drawing. What it shows is said beside it.
 * @param bringsDefs it is the only picture of the page, or the first: what all of them are drawn with stands on a page once
 */
export function WindowOfRoom({ rooms, index, bringsDefs }: { rooms: readonly RoomWindow[]; index: number; bringsDefs: boolean }) {
  let first = 0;
  for (const house of layOutStreet(rooms.length).rows.flatMap((row) => row.houses)) {
    const [room, point] = [rooms[index], house.windows[index - first]];
    if (room && point && index < first + house.rooms) {
      const box = [point.x - around.x, point.y - around.y, windowSize.width + 2 * around.x, windowSize.height + 2 * around.y];
      return (
        <svg
          className="block h-auto w-full"
          viewBox={box.map(roundToTenth).join(" ")}
          role="img"
          aria-label={`The window of ${room.name}, ${formatPercent(room.funded)} lit`}
        >
          {bringsDefs && <SvgDefs />}
          <Building house={{ ...house, x: 0 }} baseY={0} rooms={rooms.slice(first, first + house.rooms)} firstIndex={first} />
        </svg>
      );
    }
    first += house.rooms;
  }
  return null;
}
