/** Where everything stands in the picture: plain geometry, in the picture's own units. */

/** One window, and the wall between and beside windows. */
export const windowSize = { width: 34, height: 46 };
const windowGap = { horizontal: 22, vertical: 24 };
const sideWallWidth = 26;
const maxRoomsPerHouse = 12;
const maxHousesPerRow = 4;
const houseGap = 30;

export type Point = { x: number; y: number };

/** One house with its foot at 0,0 and everything above it below zero. */
export type House = {
  rooms: number;
  width: number;
  /** The lower edge of the roof, and the roof's top. */
  eavesY: number;
  topY: number;
  roof: "gable" | "hip";
  chimney: { x: number; top: number };
  /** The door's left edge. */
  doorX: number;
  /** One for each room, from the attic down to the ground floor. */
  windows: Point[];
  /** Which of the walls' and doors' colours it has. */
  paintIndex: number;
};

export type StreetRow = { baseY: number; houses: (House & { x: number })[] };

export type Street = { width: number; height: number; margin: number; rows: StreetRow[] };

/** How many rooms stand in each house: one house up to 12 rooms, then unequal neighbours. */
export function distributeRooms(rooms: number): number[] {
  const count = Math.ceil(rooms / maxRoomsPerHouse);
  const evenShares = Array.from({ length: count }, (_, index) => Math.floor((rooms + index) / count));
  return evenShares.map((share, index) => {
    const left = index - (index % 2);
    const [one, other] = [evenShares[left], evenShares[left + 1]];
    if (one === undefined || other === undefined) return share;
    const wanted = left % 4 === 0 ? 1 : -1;
    const shift = Math.max(one - maxRoomsPerHouse, Math.min(wanted, maxRoomsPerHouse - other));
    return index === left ? share - shift : share + shift;
  });
}

type FloorPlan = { columns: number; floors: number; attic: number; cost: number };

/** Columns, floors and attic for so many rooms, wasting as few places as may be. The door takes one place on the ground floor. */
function findFloorPlan(rooms: number, index: number): FloorPlan {
  const plans: FloorPlan[] = [];
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

function layOutHouse(rooms: number, index: number): House {
  const { columns, floors, attic } = findFloorPlan(rooms, index);
  const width = 2 * sideWallWidth + columns * windowSize.width + (columns - 1) * windowGap.horizontal;
  const eavesY = -(floors * (windowSize.height + windowGap.vertical) + 34);
  const roof = attic || columns === 2 ? "gable" : "hip";
  const rise = roof === "gable" ? width * 0.46 : 62;
  const topY = eavesY - rise;
  const column = (k: number) => sideWallWidth + k * (windowSize.width + windowGap.horizontal);
  const doorColumn = columns > 2 ? 1 : 0;
  const windows: Point[] = attic ? [{ x: width / 2 - windowSize.width / 2, y: eavesY - 47 }] : [];
  for (let floor = 0; floor < floors; floor++) {
    for (let k = 0; k < columns; k++) {
      const isDoor = floor === floors - 1 && k === doorColumn;
      if (!isDoor) windows.push({ x: column(k), y: eavesY + 26 + floor * (windowSize.height + windowGap.vertical) });
    }
  }
  return {
    rooms,
    width,
    eavesY,
    topY,
    roof,
    chimney: { x: index % 2 ? width * 0.2 : width * 0.74, top: roof === "gable" ? topY + rise * 0.16 : topY - 26 },
    doorX: column(doorColumn),
    windows: windows.slice(0, rooms),
    paintIndex: index % 4,
  };
}

/** The whole street for so many rooms: rows of at most four houses, one behind and above the other. */
export function layOutStreet(rooms: number): Street {
  const houses = distributeRooms(rooms).map(layOutHouse);
  const rowCount = Math.max(1, Math.ceil(houses.length / maxHousesPerRow));
  const inRow = Math.ceil(houses.length / rowCount);
  const margin = houses.length > 1 ? 84 : 104;
  const rowsOfHouses = Array.from({ length: rowCount }, (_, row) => houses.slice(row * inRow, (row + 1) * inRow));
  const rowWidth = (row: House[]) => row.reduce((sum, house) => sum + house.width + houseGap, -houseGap);
  const widest = Math.max(200, ...rowsOfHouses.map(rowWidth));
  const width = widest + 2 * margin;

  let baseY = 34;
  const rows = rowsOfHouses.map((row, index) => {
    baseY += Math.max(index === 0 ? 220 : 0, ...row.map((house) => -house.topY)) + (index === 0 ? 34 : 40);
    let x = (width - rowWidth(row)) / 2;
    const placed = row.map((house) => {
      const at = { ...house, x };
      x += house.width + houseGap;
      return at;
    });
    return { baseY, houses: placed };
  });
  return { width, height: baseY + 56, margin, rows };
}
