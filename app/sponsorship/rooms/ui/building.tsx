import { lightOf, type Window } from "../house-facts";
import { pane, type House, type Place } from "../house-geometry";
import { tenth } from "./round";

const walls = ["#3f4e88", "#4a5992", "#384680", "#44528c"];
const doors = ["#121c38", "#2a1f3d", "#12303d", "#1d2b57"];

type BuildingProps = {
  house: House & { x: number };
  base: number;
  rooms: readonly Window[];
  /** Where its first room stands among all rooms. */
  first: number;
};

/** One house: chimney, walls and roof, door, and a window for each room. */
export function Building({ house, base, rooms, first }: BuildingProps) {
  return (
    <g transform={`translate(${tenth(house.x)} ${tenth(base)})`}>
      <Chimney {...house} />
      {house.roof === "gable" ? <Gable {...house} /> : <Hip {...house} />}
      <Door {...house} />
      {rooms.map((room, index) => (
        <Pane key={room.name} funded={room.funded} order={first + index} place={house.windows[index] ?? { x: 0, y: 0 }} />
      ))}
    </g>
  );
}

function Chimney({ chimney: { x, top }, eaves }: House) {
  return (
    <>
      <path d={`M${tenth(x)} ${tenth(eaves)}V${tenth(top)}h22V${tenth(eaves)}Z`} fill="#303d70" />
      <path d={`M${tenth(x - 4)} ${tenth(top)}h30v8h-30Z`} fill="#0b1229" />
    </>
  );
}

function Gable({ wide, eaves, top, paint }: House) {
  const middle = tenth(wide / 2);
  return (
    <>
      <path d={`M0 10V${tenth(eaves)}L${middle} ${tenth(top)}L${tenth(wide)} ${tenth(eaves)}V10Z`} fill={walls[paint]} />
      <path
        d={`M-14 ${tenth(eaves + 9)}L${middle} ${tenth(top - 3)}L${tenth(wide + 14)} ${tenth(eaves + 9)}`}
        fill="none"
        stroke="#0b1229"
        strokeWidth="11"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </>
  );
}

function Hip({ wide, eaves, top, paint }: House) {
  return (
    <>
      <path d={`M0 10V${tenth(eaves)}H${tenth(wide)}V10Z`} fill={walls[paint]} />
      <path
        d={`M-14 ${tenth(eaves + 4)}L${tenth(wide * 0.13)} ${tenth(top)}H${tenth(wide * 0.87)}L${tenth(wide + 14)} ${tenth(eaves + 4)}Z`}
        fill="#0b1229"
        stroke="#0b1229"
        strokeWidth="6"
        strokeLinejoin="round"
      />
    </>
  );
}

function Door({ door, paint }: House) {
  return (
    <>
      <path d={`M${tenth(door - 4)} 6V-64a21 21 0 0 1 42 0V6Z`} fill="#e9e4d4" />
      <path d={`M${tenth(door)} 6V-64a17 17 0 0 1 34 0V6Z`} fill={doors[paint]} />
      <circle cx={tenth(door + 27)} cy="-28" r="2.4" fill="#e9e4d4" />
      <path d={`M${tenth(door - 8)} 2h50v7h-50Z`} fill="#f6f1e2" />
    </>
  );
}

/** One window. Its blind is up as far as its week is paid for; whatever is lit at all can be seen to be. */
function Pane({ funded, order, place }: { funded: number; order: number; place: Place }) {
  const light = lightOf(funded) / 1000;
  const lit = litHeight(funded);
  return (
    <g className="hw-room" transform={`translate(${tenth(place.x)} ${tenth(place.y)})`}>
      {light > 0 && <use href="#hw-g" className="hw-g" opacity={tenth(0.25 + light * 0.75)} />}
      <use href="#hw-w" />
      {light > 0 && <rect className={`hw-l hw-${order % 8}`} y={tenth(pane.tall - lit)} width={pane.wide} height={lit} fill="url(#hw-a)" />}
      <use href="#hw-m" />
    </g>
  );
}

/** How high the light stands in a window: 0 and the whole height only for nothing and for a whole week. */
export function litHeight(funded: number): number {
  const light = lightOf(funded) / 1000;
  if (light === 0 || light === 1) return light * pane.tall;
  return tenth(Math.min(pane.tall - 1, Math.max(1, light * pane.tall)));
}
