import { expect, it } from "vitest";
import { roomLight } from "~/account/plans/room-light";

const rooms = [
  { id: "elm", name: "Elm", funded: 0.725 },
  { id: "ash", name: "Ash", funded: 1.4 },
  { id: "oak", name: "Oak", funded: 0 },
];

it.each([
  ["elm", 0.725, "Elm is 72.5% lit this week."],
  ["ash", 1.4, "Ash is fully lit this week."],
  ["oak", 0, "Oak is not lit yet this week."],
  // What one room has too much of lights no other window here.
  [null, (0.725 + 1) / 3, "3 rooms this week: 1 fully lit, 1 part lit, 1 waiting."],
])("of %s is %s: %s", (roomId, funded, words) => {
  expect(roomLight(rooms, roomId)).toEqual({ funded: expect.closeTo(funded, 9) as number, words });
});

it("of a room that has closed, and of a house without rooms, is not shown", () => {
  expect(roomLight(rooms, "gone")).toBeNull();
  expect(roomLight([], null)).toBeNull();
});
