import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { updatesOf } from "../../../prisma/demonstration-updates";
import { splitUpdates } from "~/sponsorship/rooms/updates/sponsor-updates";
import { listUpdateMonths, parseUpdateForm } from "~/sponsorship/rooms/updates/update-form";
import { maxUpdateTextLength, parseUpdateText } from "~/sponsorship/rooms/updates/update-text";

const words = "the room has a new desk and somebody studies at it every evening; it is warm, bright and quiet now".split(" ");
/** Lines of harmless words and small numbers, spaced as people type. */
const harmless = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.integer({ min: 1, max: 99 }).map(String)), { minLength: 1, maxLength: 12 })
  .map((line) => `so ${line.join(" and ")}`)
  .chain((line) => fc.constantFrom(line, `  ${line} `, `${line}.\n\n\n\n${line}`, `${line}\r\n${line}`, `${line}\u200b\t${line}`));

const letters = (alphabet: string) => fc.constantFrom(...alphabet);
const between = fc.constantFrom("", " ", "  ", "-", ".", "\u00a0", "\n", "\u200b");
const area = fc.constantFrom("EX", "M", "SW", "B", "LS", "E", "BT");
/** A postcode as it may be typed: in any case, with anything between its halves, in wide figures, in a sentence. */
const postcodes = fc
  .tuple(area, fc.integer({ min: 1, max: 99 }), between, fc.integer({ min: 0, max: 9 }), letters("ABDEFGHJLNPQ"), letters("RSTUWXYZ"))
  .map(([outer, district, gap, sector, one, two]) => `${outer}${district}${gap}${sector}${one}${two}`)
  .chain((code) =>
    fc.constantFrom(
      code,
      code.toLowerCase(),
      code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ),
  );

const figures = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((list) => list.join(""));
const gap = fc.constantFrom("", " ", "-", ".", "\n");
const phones = fc
  .tuple(fc.constantFrom("0", "+44 ", "+44 (0)", "(0"), figures(3), gap, figures(3), gap, figures(4))
  .map((parts) => parts.join(""));
const emails = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9._-]{0,10}$/),
    fc.constantFrom("@", "＠"),
    fc.stringMatching(/^[a-z]{2,8}$/),
    fc.constantFrom(".org", ".co.uk", ".com"),
  )
  .map((parts) => parts.join(""));

const saying = (text: string) => {
  const parsed = parseUpdateText(text);
  return "wrong" in parsed ? parsed.wrong : "";
};

describe("the words of an update", () => {
  it("are kept as they are where they are harmless, tidied, and the same when they are sent again", () => {
    fc.assert(
      fc.property(harmless, (text) => {
        const parsed = parseUpdateText(text);
        if ("wrong" in parsed) throw new Error(parsed.wrong);
        expect(parsed.text.match(/\S+/g)).toEqual(text.replaceAll("\u200b", "").match(/\S+/g));
        expect(parsed.text).not.toMatch(/\n{3}|[^\S\n]{2}| \n|\n |\r|\t/);
        expect(parseUpdateText(parsed.text)).toEqual(parsed);
      }),
    );
  });

  it.each([
    ["postcode", postcodes],
    ["telephone number", phones],
    ["email address", emails],
  ])("are refused wherever a %s stands in them", (what, dangerous) => {
    fc.assert(
      fc.property(
        fc.constantFrom("", "We moved. ", "Post goes to\n"),
        dangerous,
        fc.constantFrom("", ", as before", "\nThank you."),
        (before, found, after) => {
          expect(saying(before + found + after)).toContain(what);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ["see www.example.org", "web or email address"],
    ["find us @roomlight", "web or email address"],
    ["a party on 5 November", "the day “5 November”"],
    ["since the 3rd of May she is here", "the day “3rd of May”"],
    ["on December 24th", "the day “December 24th”"],
    ["from 03/11/2026 on", "the day “03/11/2026”"],
    ["from 2026-11-03 on", "the day “2026-11-03”"],
    ["the house in Candle Street", "the street “Candle Street”"],
    ["it is 7 Harbour View now", "the street “7 Harbour View”"],
  ])("%s: take out the %s", (text, found) => {
    expect(saying(text)).toContain(found);
  });

  it.each([
    "It costs £10,000 a year, and 12 people gave in November.",
    "Since 2024 three people found a home; 2 of them this year.",
    "We are on the way: Rowan has a bath, a lamp and 4 chairs.",
    "They may come and go. At 9am the kettle is on.",
    "Tonight’s supper was for 14.\n\nA thank-you from all of us.",
  ])("“%s” is taken", (text) => {
    expect(parseUpdateText(text)).toEqual({ text });
  });

  it("name everything that is to be taken out, at once", () => {
    expect(saying("Ring 0117 496 0000 or come to EX1 1AA on 5 May")).toBe(
      "Take out the telephone number, the postcode “EX1 1AA” and the day “5 May”: nothing here may lead to the house or to somebody who lives there",
    );
  });

  it("have a length, and something to see", () => {
    expect(parseUpdateText("a".repeat(maxUpdateTextLength))).toHaveProperty("text");
    expect(saying("a".repeat(maxUpdateTextLength + 1))).toContain("800 characters or fewer (now 801)");
    for (const nothing of [undefined, "", " \n ", "\u200b\u200d"])
      expect(saying(nothing ?? "")).toBe("Enter what happened, in a few lines");
  });
});

describe("the form of an update", () => {
  const months = listUpdateMonths("2026-02-28");

  it("offers this month and the eleven before it", () => {
    expect([months.length, months[0], months[1], months[2], months.at(-1)]).toEqual([12, "2026-02", "2026-01", "2025-12", "2025-03"]);
  });

  it("is for one room or for all, in a month that is offered", () => {
    expect(parseUpdateForm({ room: "all", month: "2026-02", text: "A desk" }, months)).toEqual({
      update: { roomId: null, month: "2026-02", text: "A desk" },
    });
    expect(parseUpdateForm({ room: "oak", month: "2025-03", text: "A desk" }, months)).toEqual({
      update: { roomId: "oak", month: "2025-03", text: "A desk" },
    });
  });

  it.each(["2026-03", "2025-02", "", "2026-02-01", "__proto__"])("of the month “%s” says all that is wrong", (month) => {
    const parsed = parseUpdateForm({ month, text: "" }, months);
    expect("errors" in parsed && parsed.errors.map(({ field }) => field)).toEqual(["room", "month", "text"]);
  });
});

it("a sponsor sees this month’s updates, or else those of the latest month, and each once", () => {
  const some = fc.array(fc.constantFrom("2026-11", "2026-10", "2026-07"), { maxLength: 8 }).map((list) =>
    list
      .toSorted()
      .toReversed()
      .map((month, place) => ({ id: String(place), about: "Rowan", month, text: "A desk" })),
  );
  fc.assert(
    fc.property(some, (updates) => {
      const { shownMonth, shown, earlier } = splitUpdates(updates, "2026-11");
      expect(shownMonth).toBe(updates[0]?.month ?? null);
      expect([...shown, ...earlier].map(({ id }) => id)).toEqual(updates.map(({ id }) => id));
      expect(shown.every(({ month }) => month === shownMonth) && earlier.every(({ month }) => month !== shownMonth)).toBe(true);
    }),
  );
});

it("the demonstration’s updates keep the rule themselves", () => {
  const rows = updatesOf(
    Array.from({ length: 12 }, (_, place) => ({ id: String(place) })),
    new Date("2026-11-29T12:00:00Z"),
  );
  expect(rows.map(({ text }) => parseUpdateText(text))).toEqual(rows.map(({ text }) => ({ text })));
});
