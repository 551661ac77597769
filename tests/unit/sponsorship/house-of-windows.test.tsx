import fc from "fast-check";
import { parse, type HTMLElement } from "node-html-parser";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { pence } from "~/platform/money";
import { formatPercent, houseFacts, litPermille, moneySentence, type RoomWindow } from "~/sponsorship/rooms/house-facts";
import { distributeRooms, layOutStreet, windowSize } from "~/sponsorship/rooms/house-geometry";
import { litHeight } from "~/sponsorship/rooms/ui/building";
import { HouseOfWindows } from "~/sponsorship/rooms/ui/house-of-windows";
import { RoomsTable } from "~/sponsorship/rooms/ui/rooms-table";

const anyLight = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
const someRooms = fc
  .array(anyLight, { maxLength: 80 })
  .map((lights) => lights.map((funded, index) => ({ name: `Tree ${index + 1}`, funded })));

const draw = (rooms: RoomWindow[]) => parse(renderToStaticMarkup(<HouseOfWindows rooms={rooms} />));
const windowsOf = (picture: HTMLElement) => picture.querySelectorAll("g[data-room]");
const heightOf = (window: HTMLElement) => Number(window.querySelector("rect.hw-l")?.getAttribute("height") ?? 0);
const getDescription = (picture: HTMLElement) => picture.querySelector("desc")?.text ?? "";
const sentence = (lights: number[]) => houseFacts(lights.map((funded, index) => ({ name: String(index), funded }))).sentence;

describe("the picture and its words", () => {
  it("show the same rooms: as many windows, as many of them full, part lit and dark", () => {
    fc.assert(
      fc.property(someRooms, (rooms) => {
        const picture = draw(rooms);
        const heights = windowsOf(picture).map(heightOf);
        const facts = houseFacts(rooms);
        expect(heights).toHaveLength(facts.count);
        expect(heights.filter((height) => height === windowSize.height)).toHaveLength(facts.fullyLit);
        expect(heights.filter((height) => height === 0)).toHaveLength(facts.waiting);
        expect(heights.filter((height) => height > 0 && height < windowSize.height)).toHaveLength(facts.partLit);
        expect(getDescription(picture)).toContain(facts.sentence);
      }),
      { numRuns: 60 },
    );
  });

  it("show each room as far lit as the table says", () => {
    fc.assert(
      fc.property(someRooms, (rooms) => {
        const heights = windowsOf(draw(rooms)).map(heightOf);
        const rows = rooms.map((room) => ({ ...room, weekPence: 10_000, litPence: Math.floor(room.funded * 10_000) }));
        const table = parse(renderToStaticMarkup(<RoomsTable rooms={rows} caption="Rooms" />));
        const said = table.querySelectorAll("tbody tr").map((row) => Number.parseFloat(row.querySelectorAll("td").at(-1)?.text ?? ""));
        expect(said).toHaveLength(rooms.length);
        said.forEach((percentage, index) => {
          const height = heights[index] ?? 0;
          expect(percentage === 0).toBe(height === 0);
          expect(percentage === 100).toBe(height === windowSize.height);
          expect(Math.abs((percentage / 100) * windowSize.height - height)).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("count every room once, whatever its light", () => {
    fc.assert(
      fc.property(someRooms, (rooms) => {
        const { count, fullyLit: full, partLit: part, waiting } = houseFacts(rooms);
        expect(full + part + waiting).toBe(count);
        expect(count).toBe(rooms.length);
      }),
    );
  });

  it("never call a part of a week nothing, or a whole", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (funded) => {
        expect(litPermille(funded)).toBeGreaterThan(0);
        expect(litPermille(funded)).toBeLessThan(1000);
        expect(formatPercent(funded)).not.toBe("0%");
        expect(formatPercent(funded)).not.toBe("100%");
        expect(litHeight(funded)).toBeGreaterThan(0);
        expect(litHeight(funded)).toBeLessThan(windowSize.height);
      }),
    );
  });

  it("escape names, in the picture and in the table", () => {
    const name = `<script>"&'</script>`;
    const picture = renderToStaticMarkup(<HouseOfWindows rooms={[{ name, funded: 0.5 }]} />);
    const table = renderToStaticMarkup(<RoomsTable rooms={[{ name, funded: 0.5, weekPence: 10_000, litPence: 5000 }]} caption="Rooms" />);
    for (const markup of [picture, table]) {
      expect(markup).not.toContain("<script");
      expect(markup).toContain("&lt;script&gt;");
    }
  });

  it("need no style attribute, which the content security policy would refuse", () => {
    fc.assert(
      fc.property(someRooms, (rooms) => {
        expect(renderToStaticMarkup(<HouseOfWindows rooms={rooms} />)).not.toMatch(/\sstyle=|<style/);
      }),
      { numRuns: 20 },
    );
  });

  it("name each room of a house, and leave a street's to the table", () => {
    const rooms = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `Tree ${index + 1}`, funded: 0.725 }));
    expect(getDescription(draw(rooms(12)))).toContain("Tree 12 72.5%.");
    expect(getDescription(draw(rooms(13)))).not.toContain("Tree 13");
    expect(draw(rooms(12)).querySelector("svg.street")).toBeNull();
    expect(draw(rooms(13)).querySelector("svg.street")).not.toBeNull();
  });
});

describe("the sentence", () => {
  it.each([
    [[], "No rooms are listed yet."],
    [[1], "1 room this week: fully lit."],
    [[0], "1 room this week: waiting."],
    [[0.5], "1 room this week: part lit."],
    [[0, 0, 0], "3 rooms this week: all 3 waiting."],
    [[1, 1], "2 rooms this week: all 2 fully lit."],
    [[1, 0.5, 0, 0], "4 rooms this week: 1 fully lit, 1 part lit, 2 waiting."],
    [[1, 0], "2 rooms this week: 1 fully lit, 1 waiting."],
  ])("for %j reads: %s", (lights, words) => expect(sentence(lights)).toBe(words));

  it("says nothing but the hill when there is no room", () => {
    const picture = draw([]);
    expect(windowsOf(picture)).toHaveLength(0);
    expect(getDescription(picture)).toBe("A hill at dusk. No rooms are listed yet.");
  });
});

describe("the sentence about money", () => {
  const words = (kept: number, needed: number) => moneySentence({ netPence: pence(kept), neededPence: pence(needed) });

  it("says how much of the week is paid for", () => expect(words(79_250, 120_000)).toBe("£792.50 of £1,200 so far."));
  it("begins at nothing", () => expect(words(0, 120_000)).toBe("£0 of £1,200 so far."));
  it("says when the week is whole", () => expect(words(120_000, 120_000)).toBe("The whole week is paid for: £1,200."));
  it("says what came in beyond it", () => expect(words(120_500, 120_000)).toContain("Another £5 came in"));
  it("says nothing without rooms", () => expect(words(5000, 0)).toBe(""));
});

describe("the street", () => {
  it("has a place for every room and no house for none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), (rooms) => {
        const shares = distributeRooms(rooms);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(rooms);
        expect(shares.every((share) => share >= 1 && share <= 12)).toBe(true);
        const houses = layOutStreet(rooms).rows.flatMap((row) => row.houses);
        expect(houses.every((house) => house.windows.length === house.rooms)).toBe(true);
      }),
    );
  });

  it("stands inside the picture, houses beside and not upon each other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), (rooms) => {
        const { width: wide, height: tall, rows } = layOutStreet(rooms);
        for (const { baseY: base, houses } of rows) {
          expect(base).toBeLessThan(tall);
          houses.forEach((house, index) => {
            expect(house.x).toBeGreaterThanOrEqual(0);
            expect(house.x + house.width).toBeLessThanOrEqual(wide);
            expect(base + house.topY).toBeGreaterThan(0);
            const next = houses[index + 1];
            if (next) expect(house.x + house.width).toBeLessThan(next.x);
          });
        }
      }),
    );
  });

  it("has no window on another, nor on the door", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), (rooms) => {
        for (const house of layOutStreet(rooms).rows.flatMap((row) => row.houses)) {
          const places = [...house.windows, { x: house.doorX, y: -64 }];
          places.forEach((a, index) =>
            places.slice(index + 1).forEach((b) => {
              expect(Math.abs(a.x - b.x) >= windowSize.width || Math.abs(a.y - b.y) >= windowSize.height).toBe(true);
            }),
          );
        }
      }),
    );
  });
});
