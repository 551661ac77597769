import { parse } from "node-html-parser";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { YourRoomsSection } from "~/account/plans/ui/your-rooms-section";
import { findYourRooms } from "~/account/plans/your-rooms";
import { pence } from "~/platform/money";
import type { RoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { splitUpdates } from "~/sponsorship/rooms/updates/sponsor-updates";

const room = (name: string, litPence: number) => {
  const sums = { weekPence: pence(10_000), litPence: pence(litPence), sponsoredPence: pence(litPence) };
  return { id: name.toLowerCase(), name, ...sums, funded: litPence / 10_000, isOffered: true };
};
const week: RoomsThisWeek = {
  rooms: [room("Elm", 7250), room("Ash", 10_000), room("Oak", 0)],
  neededPence: pence(30_000),
  netPence: pence(17_250),
};

describe("a sponsor’s room this week", () => {
  it.each([
    ["elm", 0, "Elm is 72.5% lit this week.", "It costs £100 a week, and £72.50 is paid for this week."],
    ["ash", 1, "Ash is fully lit this week.", "It costs £100 a week, and all of it is paid for this week."],
    ["oak", 2, "Oak is not lit yet this week.", "It costs £100 a week, and nothing is paid for this week yet."],
    [null, null, "3 rooms this week: 1 fully lit, 1 part lit, 1 waiting.", "£172.50 of £300 so far."],
  ])("%s: the figures of the public house", (roomId, index, lit, money) => {
    expect(findYourRooms(week, [roomId])).toMatchObject([{ index, lit, money }]);
  });

  it("stands there once for two sponsorships of it, and not at all once it is out of the house", () => {
    expect(findYourRooms(week, ["elm", null, "elm", "gone", null]).map(({ name }) => name)).toEqual(["Elm", "Where it is needed most"]);
  });
});

describe("the part of the page", () => {
  const draw = (roomIds: (string | null)[], updates = splitUpdates([], "2026-11"), isOver = false) =>
    parse(renderToStaticMarkup(<YourRoomsSection rooms={isOver ? [] : findYourRooms(week, roomIds)} isOver={isOver} updates={updates} />));
  const heightIn = (name: string, page = draw(["elm", "ash", "oak", null])) =>
    page.querySelector(`[aria-label^="The window of ${name},"]`)?.querySelectorAll("g[data-room]").length;

  it("draws each window out of the house, and what they are drawn with once, so that no id is there twice", () => {
    const page = draw(["elm", "ash", "oak", null]);
    expect(["Elm", "Ash", "Oak"].map((name) => heightIn(name, page))).toEqual([3, 3, 3]);
    for (const each of [page, draw(["oak", "elm"]), draw([null]), draw(["ash"])]) {
      const ids = each.querySelectorAll("[id]").map(({ id }) => id);
      expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
      expect(ids).toContain("hw-w");
    }
  });

  const update = (month: string) => ({ id: month, about: "Elm", month, text: "A <desk>\nand a lamp" });

  it("says plainly that nothing is written, that this month has nothing yet, or what there is", () => {
    expect(draw(["elm"]).text).toContain("Nothing is written about it yet.");
    const late = draw(["elm"], splitUpdates([update("2026-09"), update("2026-08")], "2026-11"));
    expect(late.text).toContain("Nothing is written about November 2026 yet. This is from September 2026.");
    expect(late.querySelector("details")?.text).toContain("Elm, August 2026");
    const now = draw(["elm"], splitUpdates([update("2026-11")], "2026-11"));
    expect(now.text).toContain("What happened there in November 2026");
    expect(now.querySelector("article p:last-child")?.innerHTML).toBe("A &lt;desk&gt;\nand a lamp");
    expect(now.querySelector("details")).toBeNull();
  });

  it("of a sponsorship that has ended shows what happened, and no more than that", () => {
    const page = draw([], splitUpdates([update("2026-09")], "2026-11"), true);
    expect([page.querySelector("h2")?.text, page.querySelectorAll("svg").length]).toEqual(["What you helped to light", 0]);
    expect(page.text).not.toContain("November");
    expect(draw([], splitUpdates([], "2026-11"), true).toString()).toBe("");
  });
});
