import { formatPercent, houseFacts, type RoomWindow } from "../house-facts";
import { layOutStreet, type Street, type StreetRow } from "../house-geometry";
import { Building } from "./building";
import { SvgDefs } from "./svg-defs";
import { roundToTenth } from "./round";

/** Up to so many rooms, the picture's description names each. Beyond it, the table does. */
const maxNamedRooms = 12;

/**
 * The house of windows: one window for each room, its blind up as far as this week is paid for. More than 12 rooms
 * make a street. The page's dusk is its sky. It is never the only source: a sentence and a table say the same.
 * No style attributes: the content security policy refuses them.
 * @param isHero it is at the head of a page, beside or below its first words
 */
export function HouseOfWindows({ rooms, isHero = false }: { rooms: readonly RoomWindow[]; isHero?: boolean }) {
  const street = layOutStreet(rooms.length);
  const widestRow = Math.max(...street.rows.map((row) => row.houses.length));
  const isStreet = widestRow > 1;
  let first = 0;
  return (
    <svg
      className={`relative mx-auto block h-auto w-full overflow-visible ${sizeClass(widestRow, isHero)}`}
      viewBox={`0 0 ${roundToTenth(street.width)} ${roundToTenth(street.height)}`}
      role="img"
      aria-labelledby="hw-title"
      aria-describedby="hw-desc"
    >
      <title id="hw-title">The house of windows</title>
      <desc id="hw-desc">{describeHouse(rooms, isStreet)}</desc>
      <SvgDefs />
      <Sky {...street} />
      {street.rows.map((row, index) => {
        const start = first;
        first += row.houses.reduce((sum, house) => sum + house.rooms, 0);
        return (
          <HouseRow key={row.baseY} row={row} street={street} rooms={rooms} firstIndex={start} isFront={index === street.rows.length - 1} />
        );
      })}
    </svg>
  );
}

/** A street fills the head of a page, to both edges of a phone. Two houses would fill a wide screen with a few huge windows. */
function sizeClass(housesInRow: number, isHero: boolean): string {
  const isStreet = housesInRow > 1;
  return [
    isStreet ? "street" : "",
    isHero ? "lg:mt-4" : "",
    isHero && isStreet ? "max-md:-mx-5 max-md:w-[calc(100%+--spacing(10))]" : "max-w-[34rem]",
    housesInRow === 2 ? "lg:max-w-3xl" : "",
  ].join(" ");
}

function describeHouse(rooms: readonly RoomWindow[], isStreet: boolean): string {
  const { sentence, count } = houseFacts(rooms);
  if (count === 0) return `A hill at dusk. ${sentence}`;
  const each =
    count > maxNamedRooms
      ? "The table on this page has each room."
      : `${rooms.map(({ name, funded }) => `${name} ${formatPercent(funded)}`).join(", ")}.`;
  return `${isStreet ? "A street" : "A house"} at dusk. Each window is a room. ${sentence} ${each}`;
}

function Sky({ width, margin }: Street) {
  const stars = [
    [28, 58, 1.6],
    [margin * 0.8, 22, 1.2],
    [width * 0.3, 40, 1.5],
    [width * 0.72, 18, 1.3],
    [width - 26, 112, 1.4],
    [16, 132, 1.1],
  ] as const;
  return (
    <>
      <path d={`M${roundToTenth(width - 52)} 30a17 17 0 1 0 15 25a13.5 13.5 0 1 1-15-25Z`} fill="#f6f1e2" />
      <g fill="#f6f1e2">
        {stars.map(([x, y, size]) => (
          <circle key={y} cx={roundToTenth(x)} cy={y} r={size} />
        ))}
      </g>
    </>
  );
}

type HouseRowProps = { row: StreetRow; street: Street; rooms: readonly RoomWindow[]; firstIndex: number; isFront: boolean };

/** One row of houses, the trees beside it and the hill it stands on. */
function HouseRow({ row, street: { width, height, margin }, rooms, firstIndex, isFront }: HouseRowProps) {
  const { baseY, houses } = row;
  let next = firstIndex;
  return (
    <>
      <Tree x={margin * 0.34} y={baseY + 8} scale={1.15} />
      <Tree x={width - margin * 0.4} y={baseY + 8} scale={1} />
      {houses.map((house) => {
        const start = next;
        next += house.rooms;
        return <Building key={house.x} house={house} baseY={baseY} rooms={rooms.slice(start, next)} firstIndex={start} />;
      })}
      <Tree x={margin * 0.74} y={baseY + 8} scale={0.62} />
      <path d={hillPath(width, baseY + 6, height + 400)} fill={isFront ? "#0e1733" : "#1c2750"} />
      {houses.map((house) => (
        <path key={house.x} d={lightPath(house.x + house.doorX + 17, baseY, baseY + 56)} fill="url(#hw-p)" />
      ))}
    </>
  );
}

function Tree({ x, y, scale }: { x: number; y: number; scale: number }) {
  return <use href="#hw-t" transform={`translate(${roundToTenth(x)} ${roundToTenth(y)}) scale(${scale})`} />;
}

/** Reaches far past both edges, so that the hill goes on beyond the picture. */
function hillPath(width: number, y: number, bottom: number): string {
  return `M-3000 ${roundToTenth(y + 40)}C-900 ${roundToTenth(y + 40)} ${roundToTenth(width * -0.2)} ${roundToTenth(y)} ${roundToTenth(width / 2)} ${roundToTenth(y)}S${roundToTenth(width + 900)} ${roundToTenth(y + 40)} ${roundToTenth(width + 3000)} ${roundToTenth(y + 30)}V${roundToTenth(bottom)}H-3000Z`;
}

/** The light that falls from a door onto the hill. */
function lightPath(x: number, base: number, end: number): string {
  const left = `M${roundToTenth(x - 17)} ${roundToTenth(base + 7)}C${roundToTenth(x - 20)} ${roundToTenth(base + 26)} ${roundToTenth(x - 62)} ${roundToTenth(base + 34)} ${roundToTenth(x - 74)} ${roundToTenth(end)}`;
  return `${left}H${roundToTenth(x - 6)}C${roundToTenth(x + 8)} ${roundToTenth(base + 36)} ${roundToTenth(x + 16)} ${roundToTenth(base + 26)} ${roundToTenth(x + 17)} ${roundToTenth(base + 7)}Z`;
}
