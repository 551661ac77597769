import { factsOf, percent, type Window } from "../house-facts";
import { streetOf, type Row, type Street } from "../house-geometry";
import { Building } from "./building";
import { Definitions } from "./svg-defs";
import { tenth } from "./round";

/** Up to so many rooms, the picture's description names each. Beyond it, the table does. */
const namedInDescription = 12;

/**
 * The house of windows: one window for each room, its blind up as far as this week is paid for. More than 12 rooms
 * make a street. The page's dusk is its sky. It is never the only source: a sentence and a table say the same.
 * No style attributes: the content security policy refuses them.
 */
export function HouseOfWindows({ rooms }: { rooms: readonly Window[] }) {
  const street = streetOf(rooms.length);
  const widestRow = Math.max(...street.rows.map((row) => row.houses.length));
  const isStreet = widestRow > 1;
  let first = 0;
  return (
    <svg
      className={classOf(widestRow)}
      viewBox={`0 0 ${tenth(street.wide)} ${tenth(street.tall)}`}
      role="img"
      aria-labelledby="hw-title"
      aria-describedby="hw-desc"
    >
      <title id="hw-title">The house of windows</title>
      <desc id="hw-desc">{description(rooms, isStreet)}</desc>
      <Definitions />
      <Sky {...street} />
      {street.rows.map((row, index) => {
        const start = first;
        first += row.houses.reduce((sum, house) => sum + house.rooms, 0);
        return <Terrace key={row.base} row={row} street={street} rooms={rooms} first={start} isFront={index === street.rows.length - 1} />;
      })}
    </svg>
  );
}

/** Two houses would fill a wide screen with a few huge windows. */
const classOf = (housesInRow: number) => (housesInRow > 2 ? "house street" : housesInRow === 2 ? "house street lg:max-w-3xl" : "house");

function description(rooms: readonly Window[], isStreet: boolean): string {
  const { sentence, count } = factsOf(rooms);
  if (count === 0) return `A hill at dusk. ${sentence}`;
  const each =
    count > namedInDescription
      ? "The table on this page has each room."
      : `${rooms.map(({ name, funded }) => `${name} ${percent(funded)}`).join(", ")}.`;
  return `${isStreet ? "A street" : "A house"} at dusk. Each window is a room. ${sentence} ${each}`;
}

function Sky({ wide, side }: Street) {
  const stars = [
    [28, 58, 1.6],
    [side * 0.8, 22, 1.2],
    [wide * 0.3, 40, 1.5],
    [wide * 0.72, 18, 1.3],
    [wide - 26, 112, 1.4],
    [16, 132, 1.1],
  ] as const;
  return (
    <>
      <path d={`M${tenth(wide - 52)} 30a17 17 0 1 0 15 25a13.5 13.5 0 1 1-15-25Z`} fill="#f6f1e2" />
      <g fill="#f6f1e2">
        {stars.map(([x, y, size]) => (
          <circle key={y} cx={tenth(x)} cy={y} r={size} />
        ))}
      </g>
    </>
  );
}

type TerraceProps = { row: Row; street: Street; rooms: readonly Window[]; first: number; isFront: boolean };

/** One row of houses, the trees beside it and the hill it stands on. */
function Terrace({ row, street: { wide, tall, side }, rooms, first, isFront }: TerraceProps) {
  const { base, houses } = row;
  let next = first;
  return (
    <>
      <Tree x={side * 0.34} y={base + 8} scale={1.15} />
      <Tree x={wide - side * 0.4} y={base + 8} scale={1} />
      {houses.map((house) => {
        const start = next;
        next += house.rooms;
        return <Building key={house.x} house={house} base={base} rooms={rooms.slice(start, next)} first={start} />;
      })}
      <Tree x={side * 0.74} y={base + 8} scale={0.62} />
      <path d={hill(wide, base + 6, tall + 400)} fill={isFront ? "#0e1733" : "#1c2750"} />
      {houses.map((house) => (
        <path key={house.x} d={footpath(house.x + house.door + 17, base, base + 56)} fill="url(#hw-p)" />
      ))}
    </>
  );
}

function Tree({ x, y, scale }: { x: number; y: number; scale: number }) {
  return <use href="#hw-t" transform={`translate(${tenth(x)} ${tenth(y)}) scale(${scale})`} />;
}

/** Reaches far past both edges, so that the hill goes on beyond the picture. */
function hill(wide: number, y: number, down: number): string {
  return `M-3000 ${tenth(y + 40)}C-900 ${tenth(y + 40)} ${tenth(wide * -0.2)} ${tenth(y)} ${tenth(wide / 2)} ${tenth(y)}S${tenth(wide + 900)} ${tenth(y + 40)} ${tenth(wide + 3000)} ${tenth(y + 30)}V${tenth(down)}H-3000Z`;
}

/** The light that falls from a door onto the hill. */
function footpath(x: number, base: number, end: number): string {
  const left = `M${tenth(x - 17)} ${tenth(base + 7)}C${tenth(x - 20)} ${tenth(base + 26)} ${tenth(x - 62)} ${tenth(base + 34)} ${tenth(x - 74)} ${tenth(end)}`;
  return `${left}H${tenth(x - 6)}C${tenth(x + 8)} ${tenth(base + 36)} ${tenth(x + 16)} ${tenth(base + 26)} ${tenth(x + 17)} ${tenth(base + 7)}Z`;
}
