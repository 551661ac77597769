import fc from "fast-check";
import { expect, test } from "vitest";
import { givenSeries, layOutChart } from "~/desk/overview/chart";
import { chartSpans, parseSpans, usualSpans } from "~/desk/overview/spans";
import { addDays } from "~/platform/london-dates";
import { pence } from "~/platform/money";

test("this week, month and tax year, each against the same days before", () => {
  const spans = (today: string) => usualSpans(today).map(({ now, before }) => [now.from, now.to, before.from, before.to]);
  expect(spans("2026-11-28")).toEqual([
    ["2026-11-23", "2026-11-28", "2026-11-16", "2026-11-21"],
    ["2026-11-01", "2026-11-28", "2026-10-01", "2026-10-28"],
    ["2026-04-06", "2026-11-28", "2025-04-06", "2025-11-28"],
  ]);
  // The last of March is compared with the whole of February, and 5 April is still in the old tax year.
  expect(spans("2026-03-31")[1]).toEqual(["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"]);
  expect(spans("2026-04-05")[2]).toEqual(["2025-04-06", "2026-04-05", "2024-04-06", "2025-04-05"]);
});

test("days of one's own are compared with as many just before", () => {
  const { spans } = parseSpans(new URLSearchParams("from=2026-03-01&to=2026-03-10"), "2026-11-28");
  expect(spans).toMatchObject([{ now: { from: "2026-03-01", to: "2026-03-10" }, before: { from: "2026-02-19", to: "2026-02-28" } }]);
});

const anyDates = fc
  .tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 3660 }))
  .map(([start, length]) => ({ from: addDays("2016-02-29", start), to: addDays("2016-02-29", start + length) }));

test("for any days, the chart's columns have each day once, and are few", () => {
  fc.assert(
    fc.property(anyDates, (dates) => {
      const columns = chartSpans(dates, "2026-11-28");
      expect(columns[0]?.from).toBe(dates.from);
      expect(columns.at(-1)?.to).toBe(dates.to);
      for (const [index, column] of columns.entries()) {
        expect(column.from <= column.to).toBe(true);
        const next = columns[index + 1];
        if (next) expect(next.from).toBe(addDays(column.to, 1));
      }
      expect(columns.length).toBeLessThanOrEqual(40);
    }),
    { numRuns: 300 },
  );
  expect(chartSpans(null, "2026-11-28").map(({ label }) => label)).toHaveLength(12);
});

test("for any sums, bars stand within the picture, on each other, as high as their sums", () => {
  const sum = fc.integer({ min: -500, max: 10_000_000 }).map(pence);
  const sums = { "plans-restricted": sum, "plans-unrestricted": sum, "once-unrestricted": sum, "once-restricted": sum };
  fc.assert(
    fc.property(fc.array(fc.record({ label: fc.constant("x"), ...sums }), { minLength: 1, maxLength: 40 }), (columns) => {
      const { bars, width, height, lines } = layOutChart(columns);
      const zeroLine = lines.find(({ pounds }) => pounds === 0);
      const top = lines.at(-1);
      if (!zeroLine || !top) throw new Error("no lines");
      const perPound = (zeroLine.y - top.y) / top.pounds;
      for (const bar of bars) {
        expect(bar.x >= 0 && bar.x + bar.width <= width && bar.y >= 0 && bar.y + bar.height <= height).toBe(true);
      }
      const drawn = bars.reduce((total, bar) => total + bar.height / perPound, 0);
      const wanted = columns
        .flatMap((column) => givenSeries.map(({ key }) => column[key]))
        .reduce((total, each) => total + Math.max(0, each) / 100, 0);
      expect(Math.abs(drawn - wanted)).toBeLessThanOrEqual((bars.length * 0.21 + 0.1) / perPound);
    }),
    { numRuns: 200 },
  );
});
