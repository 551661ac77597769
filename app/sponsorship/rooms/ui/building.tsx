import { litPermille, type RoomWindow } from "../house-facts";
import { windowSize, type House, type Point } from "../house-geometry";
import { roundToTenth } from "./round";

const wallColours = ["#3f4e88", "#4a5992", "#384680", "#44528c"];
const doorColours = ["#121c38", "#2a1f3d", "#12303d", "#1d2b57"];

type BuildingProps = {
  house: House & { x: number };
  baseY: number;
  rooms: readonly RoomWindow[];
  /** Where its first room stands among all rooms. */
  firstIndex: number;
};

/** One house: chimney, walls and roof, door, and a window for each room. */
export function Building({ house, baseY, rooms, firstIndex }: BuildingProps) {
  return (
    <g transform={`translate(${roundToTenth(house.x)} ${roundToTenth(baseY)})`}>
      <Chimney {...house} />
      {house.roof === "gable" ? <GableRoof {...house} /> : <HipRoof {...house} />}
      <Door {...house} />
      {rooms.map((room, index) => (
        <HouseWindow key={room.name} funded={room.funded} order={firstIndex + index} point={house.windows[index] ?? { x: 0, y: 0 }} />
      ))}
    </g>
  );
}

function Chimney({ chimney: { x, top }, eavesY }: House) {
  return (
    <>
      <path d={`M${roundToTenth(x)} ${roundToTenth(eavesY)}V${roundToTenth(top)}h22V${roundToTenth(eavesY)}Z`} fill="#303d70" />
      <path d={`M${roundToTenth(x - 4)} ${roundToTenth(top)}h30v8h-30Z`} fill="#0b1229" />
    </>
  );
}

function GableRoof({ width, eavesY, topY, paintIndex }: House) {
  const middle = roundToTenth(width / 2);
  return (
    <>
      <path
        d={`M0 10V${roundToTenth(eavesY)}L${middle} ${roundToTenth(topY)}L${roundToTenth(width)} ${roundToTenth(eavesY)}V10Z`}
        fill={wallColours[paintIndex]}
      />
      <path
        d={`M-14 ${roundToTenth(eavesY + 9)}L${middle} ${roundToTenth(topY - 3)}L${roundToTenth(width + 14)} ${roundToTenth(eavesY + 9)}`}
        fill="none"
        stroke="#0b1229"
        strokeWidth="11"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </>
  );
}

function HipRoof({ width, eavesY, topY, paintIndex }: House) {
  return (
    <>
      <path d={`M0 10V${roundToTenth(eavesY)}H${roundToTenth(width)}V10Z`} fill={wallColours[paintIndex]} />
      <path
        d={`M-14 ${roundToTenth(eavesY + 4)}L${roundToTenth(width * 0.13)} ${roundToTenth(topY)}H${roundToTenth(width * 0.87)}L${roundToTenth(width + 14)} ${roundToTenth(eavesY + 4)}Z`}
        fill="#0b1229"
        stroke="#0b1229"
        strokeWidth="6"
        strokeLinejoin="round"
      />
    </>
  );
}

function Door({ doorX, paintIndex }: House) {
  return (
    <>
      <path d={`M${roundToTenth(doorX - 4)} 6V-64a21 21 0 0 1 42 0V6Z`} fill="#e9e4d4" />
      <path d={`M${roundToTenth(doorX)} 6V-64a17 17 0 0 1 34 0V6Z`} fill={doorColours[paintIndex]} />
      <circle cx={roundToTenth(doorX + 27)} cy="-28" r="2.4" fill="#e9e4d4" />
      <path d={`M${roundToTenth(doorX - 8)} 2h50v7h-50Z`} fill="#f6f1e2" />
    </>
  );
}

/** Neighbours do not light up in their order. */
const delays = [
  "[animation-delay:0.2s]",
  "[animation-delay:0.85s]",
  "[animation-delay:0.45s]",
  "[animation-delay:1.1s]",
  "[animation-delay:0.7s]",
  "[animation-delay:0.3s]",
  "[animation-delay:1s]",
  "[animation-delay:0.55s]",
];

/** One window. Its blind is up as far as its week is paid for; whatever is lit at all can be seen to be. */
function HouseWindow({ funded, order, point }: { funded: number; order: number; point: Point }) {
  const light = litPermille(funded) / 1000;
  const lit = litHeight(funded);
  return (
    <g data-room transform={`translate(${roundToTenth(point.x)} ${roundToTenth(point.y)})`}>
      {light > 0 && <use href="#hw-g" className="hw-g" opacity={roundToTenth(0.25 + light * 0.75)} />}
      <use href="#hw-w" />
      {light > 0 && (
        <rect
          className={`hw-l ${delays[order % delays.length]}`}
          y={roundToTenth(windowSize.height - lit)}
          width={windowSize.width}
          height={lit}
          fill="url(#hw-a)"
        />
      )}
      <use href="#hw-m" />
    </g>
  );
}

/** How high the light stands in a window: 0 and the whole height only for nothing and for a whole week. */
export function litHeight(funded: number): number {
  const light = litPermille(funded) / 1000;
  if (light === 0 || light === 1) return light * windowSize.height;
  return roundToTenth(Math.min(windowSize.height - 1, Math.max(1, light * windowSize.height)));
}
