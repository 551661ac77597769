import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, mondayOfWeek } from "~/platform/london-dates";
import { pence } from "~/platform/money";
import { costInWeek, mondayFrom, parseCostStart, parseWeeklyCost } from "~/sponsorship/rooms/manage/room-cost";
import { foldRoomName, maxRoomNameLength, parseRoomName, treeNames } from "~/sponsorship/rooms/manage/room-name";
import { usualWeekPence } from "~/sponsorship/rooms/room";

describe("a room's name", () => {
  test("of the list is written as the list has it, each tree once", () => {
    expect(new Set(treeNames.map(foldRoomName)).size).toBe(treeNames.length);
    for (const name of treeNames) expect(parseRoomName(`  ${name.toUpperCase()} `, false)).toEqual({ name });
  });

  test.each(["Nant y Coed", "O’Byrne’s Ash", "Bjørk", "Żywotnik"])("“%s” is taken once somebody says that it is a tree", (name) => {
    expect(parseRoomName(name, false)).toMatchObject({ mayConfirm: true });
    expect(parseRoomName(name, true)).toEqual({ name });
  });

  test.each([
    ["", "Enter"],
    ["\u200b ", "Enter"],
    ["x".repeat(maxRoomNameLength + 1), "Use a name of"],
    ["Flat 2", "Leave numbers out"],
    ["٣ Ash", "Use the letters"],
    ["Oak Street", "Use the name of a tree and nothing else"],
    ["The Refuge", "Use the name of a tree and nothing else"],
    ["Oak, Elm", "Use the letters"],
    ["-Oak", "Use the letters"],
    ["樫", "Use the letters"],
    ["😀", "Use the letters"],
  ])("“%s” is refused, whatever is ticked", (name, words) => {
    for (const confirmed of [true, false]) {
      const parsed = parseRoomName(name, confirmed);
      expect("error" in parsed && [parsed.error.message.startsWith(words), parsed.mayConfirm]).toEqual([true, false]);
    }
  });

  test("whatever is typed, a name that is taken holds letters, spaces, hyphens and apostrophes", () => {
    const typedText = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...treeNames), fc.stringMatching(/^[A-Za-zÀ-ž '-]{1,40}$/));
    fc.assert(
      fc.property(typedText, (input) => {
        const parsed = parseRoomName(input, true);
        if ("name" in parsed) expect(parsed.name).toMatch(/^\p{Script=Latin}[\p{Script=Latin} '’-]*$/u);
      }),
    );
  });
});

const date = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays("2000-01-01", days));

describe("what a week costs", () => {
  test("is the last cost that counts from its Monday or an earlier one", () => {
    const costs = fc.uniqueArray(
      date.map((day) => mondayOfWeek(day)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(costs, date.map(mondayOfWeek), (mondays, week) => {
        const rows = mondays.toSorted().map((fromWeek, index) => ({ fromWeek, weeklyPence: 1000 + index }));
        const counting = rows.filter(({ fromWeek }) => fromWeek <= week).length;
        expect(costInWeek({ weeklyPence: 500, costs: rows }, week)).toBe(counting === 0 ? 500 : 999 + counting);
      }),
    );
  });

  test("begins on a Monday, within a week of the day that was typed", () => {
    fc.assert(
      fc.property(date, (day) => {
        const monday = mondayFrom(day);
        expect(mondayOfWeek(monday)).toBe(monday);
        expect(monday >= day && monday < addDays(day, 7)).toBe(true);
      }),
    );
    expect(parseCostStart("29/11/2026", "2026-11-28")).toEqual({ fromWeek: "2026-11-30" });
    expect(parseCostStart("23/11/2026", "2026-11-28")).toEqual({ fromWeek: "2026-11-23" });
    expect(parseCostStart("22/11/2026", "2026-11-28")).toMatchObject({ field: "from" });
    expect(parseWeeklyCost("112.50")).toEqual({ weeklyPence: 11_250 });
    expect(parseWeeklyCost("5000.01")).toMatchObject({ field: "weekly" });
  });

  test("of most rooms is what pages say where one sum stands for all", () => {
    const rooms = (...costs: number[]) => costs.map((weekPence) => ({ weekPence }));
    expect(usualWeekPence([], pence(7))).toBe(7);
    expect(usualWeekPence(rooms(9, 5, 9), pence(7))).toBe(9);
    expect(usualWeekPence(rooms(9, 5), pence(7))).toBe(5);
  });
});
