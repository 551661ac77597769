/** Where everything stands in the picture: plain geometry, in the picture's own units. */

/** One window, and the wall between and beside windows. */
export const pane = { wide: 34, tall: 46 };
const between = { across: 22, down: 24 };
const besideWindows = 26;
const roomsInHouse = 12;
const housesInRow = 4;
const betweenHouses = 30;

export type Place = { x: number; y: number };

/** One house with its foot at 0,0 and everything above it below zero. */
export type House = {
  rooms: number;
  wide: number;
  /** The lower edge of the roof, and the roof's top. */
  eaves: number;
  top: number;
  roof: "gable" | "hip";
  chimney: { x: number; top: number };
  /** The door's left edge. */
  door: number;
  /** One for each room, from the attic down to the ground floor. */
  windows: Place[];
  /** Which of the walls' and doors' colours it has. */
  paint: number;
};

export type Row = { base: number; houses: (House & { x: number })[] };

export type Street = { wide: number; tall: number; side: number; rows: Row[] };

/** How many rooms stand in each house: one house up to 12 rooms, then unequal neighbours. */
export function sharesOf(rooms: number): number[] {
  const count = Math.ceil(rooms / roomsInHouse);
  const even = Array.from({ length: count }, (_, index) => Math.floor((rooms + index) / count));
  return even.map((share, index) => {
    const left = index - (index % 2);
    const [one, other] = [even[left], even[left + 1]];
    if (one === undefined || other === undefined) return share;
    const wanted = left % 4 === 0 ? 1 : -1;
    const moved = Math.max(one - roomsInHouse, Math.min(wanted, roomsInHouse - other));
    return index === left ? share - moved : share + moved;
  });
}

type Plan = { columns: number; floors: number; attic: number; cost: number };

/** Columns, floors and attic for so many rooms, wasting as few places as may be. The door takes one place on the ground floor. */
function planOf(rooms: number, index: number): Plan {
  const plans: Plan[] = [];
  for (const columns of [2, 3, 4]) {
    for (const floors of [1, 2, 3, 4]) {
      for (const attic of columns > 2 ? [0, 1] : [0]) {
        const spare = columns * floors - 1 + attic - rooms;
        if (spare < 0) continue;
        const shape = Math.abs(floors - columns * 0.85) - (attic ? 0.4 : 0) - (floors === 4 && index % 2 ? 0.6 : 0);
        plans.push({ columns, floors, attic, cost: spare * 3 + shape });
      }
    }
  }
  return plans.reduce((best, plan) => (plan.cost < best.cost ? plan : best));
}

function houseOf(rooms: number, index: number): House {
  const { columns, floors, attic } = planOf(rooms, index);
  const wide = 2 * besideWindows + columns * pane.wide + (columns - 1) * between.across;
  const eaves = -(floors * (pane.tall + between.down) + 34);
  const roof = attic || columns === 2 ? "gable" : "hip";
  const rise = roof === "gable" ? wide * 0.46 : 62;
  const top = eaves - rise;
  const column = (k: number) => besideWindows + k * (pane.wide + between.across);
  const doorColumn = columns > 2 ? 1 : 0;
  const windows: Place[] = attic ? [{ x: wide / 2 - pane.wide / 2, y: eaves - 47 }] : [];
  for (let floor = 0; floor < floors; floor++) {
    for (let k = 0; k < columns; k++) {
      const isDoor = floor === floors - 1 && k === doorColumn;
      if (!isDoor) windows.push({ x: column(k), y: eaves + 26 + floor * (pane.tall + between.down) });
    }
  }
  return {
    rooms,
    wide,
    eaves,
    top,
    roof,
    chimney: { x: index % 2 ? wide * 0.2 : wide * 0.74, top: roof === "gable" ? top + rise * 0.16 : top - 26 },
    door: column(doorColumn),
    windows: windows.slice(0, rooms),
    paint: index % 4,
  };
}

/** The whole street for so many rooms: rows of at most four houses, one behind and above the other. */
export function streetOf(rooms: number): Street {
  const houses = sharesOf(rooms).map(houseOf);
  const rowCount = Math.max(1, Math.ceil(houses.length / housesInRow));
  const inRow = Math.ceil(houses.length / rowCount);
  const side = houses.length > 1 ? 84 : 104;
  const rowsOfHouses = Array.from({ length: rowCount }, (_, row) => houses.slice(row * inRow, (row + 1) * inRow));
  const across = (row: House[]) => row.reduce((sum, house) => sum + house.wide + betweenHouses, -betweenHouses);
  const widest = Math.max(200, ...rowsOfHouses.map(across));
  const wide = widest + 2 * side;

  let base = 34;
  const rows = rowsOfHouses.map((row, index) => {
    base += Math.max(index === 0 ? 220 : 0, ...row.map((house) => -house.top)) + (index === 0 ? 34 : 40);
    let x = (wide - across(row)) / 2;
    const placed = row.map((house) => {
      const at = { ...house, x };
      x += house.wide + betweenHouses;
      return at;
    });
    return { base, houses: placed };
  });
  return { wide, tall: base + 56, side, rows };
}
