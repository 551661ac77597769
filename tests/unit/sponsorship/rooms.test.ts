import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pence } from "~/platform/money";
import { minWeekly } from "~/sponsorship/plan";
import {
  isFull,
  lightRooms,
  lightRoomsInOrder,
  openPlaces,
  sponsorsPerRoom,
  surplus,
  totalNeeded,
  type Room,
} from "~/sponsorship/rooms/room";
import { capitalize, numberInWords } from "~/platform/number-words";

const aRoom = fc.record({ name: fc.string(), weekPence: fc.integer({ min: 1, max: 100_000 }).map(pence) });
const someRooms = fc.array(aRoom, { maxLength: 80 });
const anySum = fc.integer({ min: 0, max: 10_000_000 }).map(pence);

const room = (name: string, weekPence: number): Room => ({ name, weekPence: pence(weekPence) });
const getLitPence = (rooms: Room[], kept: number) => lightRoomsInOrder(rooms, pence(kept)).map(({ litPence }) => litPence);

describe("sharing a week's gifts among the rooms", () => {
  it("spends all that came in, to the penny, as far as the rooms need it", () => {
    fc.assert(
      fc.property(someRooms, anySum, (rooms, kept) => {
        const lit = lightRoomsInOrder(rooms, kept).reduce((sum, each) => sum + each.litPence, 0);
        expect(lit).toBe(Math.min(kept, totalNeeded(rooms)));
      }),
    );
  });

  it("never lights a room further than its week", () => {
    fc.assert(
      fc.property(someRooms, anySum, (rooms, kept) => {
        for (const each of lightRoomsInOrder(rooms, kept)) {
          expect(each.funded).toBeGreaterThanOrEqual(0);
          expect(each.funded).toBeLessThanOrEqual(1);
          expect(each.litPence).toBeLessThanOrEqual(each.weekPence);
        }
      }),
    );
  });

  it("keeps the rooms' order, and begins no room before those ahead of it are full", () => {
    fc.assert(
      fc.property(someRooms, anySum, (rooms, kept) => {
        const shared = lightRoomsInOrder(rooms, kept);
        expect(shared.map(({ name }) => name)).toEqual(rooms.map(({ name }) => name));
        const firstNotFull = shared.findIndex(({ funded }) => funded < 1);
        if (firstNotFull >= 0) expect(shared.slice(firstNotFull + 1).every(({ litPence }) => litPence === 0)).toBe(true);
      }),
    );
  });

  it("gives no less to any room when more comes in", () => {
    fc.assert(
      fc.property(someRooms, anySum, fc.integer({ min: 0, max: 100_000 }), (rooms, kept, more) => {
        const before = getLitPence(rooms, kept);
        const after = getLitPence(rooms, kept + more);
        expect(after.every((lit, index) => lit >= (before[index] ?? 0))).toBe(true);
      }),
    );
  });

  it("fills the first, then the next", () => {
    expect(getLitPence([room("Alder", 10_000), room("Ash", 8000), room("Yew", 5000)], 12_345)).toEqual([10_000, 2345, 0]);
  });

  it("lights nothing when more went back than came in", () => {
    expect(getLitPence([room("Alder", 10_000)], -500)).toEqual([0]);
  });

  it("shares among no rooms", () => {
    expect(lightRoomsInOrder([], pence(500))).toEqual([]);
  });
});

describe("what came in beyond the need", () => {
  it.each([
    [9999, 0],
    [10_000, 0],
    [10_001, 1],
    [0, 0],
  ])("of %i pence for a need of 10000 is %i", (kept, beyond) => {
    expect(surplus(pence(kept), pence(10_000))).toBe(beyond);
  });
});

describe("how many sponsors keep a room going", () => {
  it.each([
    [10_000, 40],
    [10_001, 41],
    [250, 1],
    [100, 1],
  ])("%i pence a week take %i", (weekPence, sponsors) => {
    expect(sponsorsPerRoom(pence(weekPence))).toBe(sponsors);
  });

  it("is enough, and one fewer is not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1_000_000 }).map(pence), (weekPence) => {
        const sponsors = sponsorsPerRoom(weekPence);
        expect(sponsors * minWeekly).toBeGreaterThanOrEqual(weekPence);
        expect((sponsors - 1) * minWeekly).toBeLessThan(weekPence);
      }),
    );
  });
});

describe("numbers in emails", () => {
  it.each([
    [0, "no"],
    [1, "one"],
    [13, "thirteen"],
    [40, "forty"],
    [42, "forty-two"],
    [99, "ninety-nine"],
    [100, "100"],
  ])("%i is %s", (count, emails) => {
    expect(numberInWords(count)).toBe(emails);
  });

  it("is different for each number", () => {
    const all = Array.from({ length: 150 }, (_, count) => numberInWords(count));
    expect(new Set(all).size).toBe(150);
  });

  it("begins a sentence", () => expect(capitalize("forty")).toBe("Forty"));
});

describe("lighting rooms by plans and gifts", () => {
  const someChosen = fc.array(
    fc.record({
      id: fc.uuid(),
      name: fc.string(),
      weekPence: fc.integer({ min: 1, max: 20_000 }).map(pence),
      chosenPence: fc.integer({ min: 0, max: 30_000 }).map(pence),
    }),
    { maxLength: 30 },
  );
  const chosen = (id: string, chosenPence: number) => ({ id, name: id, weekPence: pence(10_000), chosenPence: pence(chosenPence) });
  const given = (anywhere: number, once: number) => ({ unassignedPence: pence(anywhere), oneOffPence: pence(once) });

  it("spends every penny as far as the rooms need it, and lights none beyond its week", () => {
    fc.assert(
      fc.property(someChosen, anySum, anySum, (rooms, anywhere, once) => {
        const lit = lightRooms(rooms, { unassignedPence: anywhere, oneOffPence: once });
        const all = rooms.reduce((sum, { chosenPence }) => sum + chosenPence, anywhere + once);
        expect(lit.reduce((sum, { litPence }) => sum + litPence, 0)).toBe(Math.min(all, totalNeeded(rooms)));
        for (const room of lit) expect(room.sponsoredPence <= room.litPence && room.litPence <= room.weekPence).toBe(true);
      }),
    );
  });

  it("gives each room its own sponsors' sums before anybody else's", () => {
    fc.assert(
      fc.property(someChosen, anySum, (rooms, anywhere) => {
        for (const [index, room] of lightRooms(rooms, { unassignedPence: anywhere, oneOffPence: pence(0) }).entries()) {
          const { chosenPence, weekPence } = rooms[index] ?? chosen("", 0);
          expect(room.sponsoredPence).toBeGreaterThanOrEqual(Math.min(chosenPence, weekPence));
        }
      }),
    );
  });

  it("lets what a full room does not need flow on, then what is for anywhere, then the gifts of the week", () => {
    const rooms = [chosen("Alder", 2500), chosen("Beech", 11_000), chosen("Cedar", 0)];
    const stand = (anywhere: number, once: number) =>
      lightRooms(rooms, given(anywhere, once)).map(({ sponsoredPence, litPence }) => [sponsoredPence, litPence]);
    expect(stand(0, 0)).toEqual([
      [3500, 3500],
      [10_000, 10_000],
      [0, 0],
    ]);
    expect(stand(7000, 4000)).toEqual([
      [10_000, 10_000],
      [10_000, 10_000],
      [500, 4500],
    ]);
    expect(stand(0, -500)).toEqual(stand(0, 0));
  });

  it("calls a room full by its sponsors, not by the gifts of one week, and counts the places left", () => {
    const [alder, beech] = lightRooms([chosen("Alder", 9800), chosen("Beech", 0)], given(0, 10_200));
    expect([alder?.funded, beech?.funded]).toEqual([1, 1]);
    expect([alder, beech].map((room) => room && [isFull(room), openPlaces(room)])).toEqual([
      [false, 1],
      [false, 40],
    ]);
    const [full] = lightRooms([chosen("Alder", 10_000)], given(0, 0));
    expect(full && [isFull(full), openPlaces(full)]).toEqual([true, 0]);
  });
});
