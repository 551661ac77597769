import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import type { Pence } from "~/platform/money";

/** What came, by how it was given and by what it may be spent on, in the order in which it is stacked. */
export const givenSeries = [
  { key: "plans-restricted", label: "By sponsorship, restricted", isUsual: true },
  { key: "plans-unrestricted", label: "By sponsorship, unrestricted", isUsual: false },
  { key: "once-unrestricted", label: "One-off donation, unrestricted", isUsual: true },
  { key: "once-restricted", label: "One-off donation, restricted", isUsual: true },
] as const;
export type SeriesKey = (typeof givenSeries)[number]["key"];

/** One column: what came, in pence. */
export type ChartColumn = { label: string } & Record<SeriesKey, Pence>;
export type ChartBar = { key: SeriesKey; x: number; y: number; width: number; height: number };
export type ChartShape = {
  width: number;
  height: number;
  bars: ChartBar[];
  /** Lines across with their sums in whole pounds. */
  lines: { y: number; pounds: number }[];
  /** As many labels below as there is room for. */
  labels: { x: number; text: string }[];
};

const keys = givenSeries.map(({ key }) => key);
const size = { width: 720, height: 260, left: 64, right: 8, top: 12, bottom: 28 };
const maxLabels = 13;

/** Where everything of a chart stands. Computed with d3's scales, drawn by the page: no DOM is needed. */
export function layOutChart(columns: readonly ChartColumn[]): ChartShape {
  const across = scaleBand<number>()
    .domain(columns.map((_, index) => index))
    .range([size.left, size.width - size.right])
    .padding(0.2);
  const highest = Math.max(1000, ...columns.map((column) => keys.reduce((sum, key) => sum + Math.max(0, column[key]), 0)));
  const up = scaleLinear()
    .domain([0, highest / 100])
    .nice(4)
    .range([size.height - size.bottom, size.top]);
  const series = stack<ChartColumn, SeriesKey>()
    .keys(keys)
    .value((column, key) => Math.max(0, column[key]) / 100)([...columns]);
  const bars = series.flatMap(({ key, ...points }) =>
    columns.flatMap((_, index): ChartBar[] => {
      const [from, to] = points[index] ?? [0, 0];
      if (to <= from) return [];
      return [{ key, x: round(across(index) ?? 0), y: round(up(to)), width: round(across.bandwidth()), height: round(up(from) - up(to)) }];
    }),
  );
  const every = Math.ceil(columns.length / maxLabels);
  const labels = columns.flatMap(({ label }, index) =>
    index % every === 0 ? [{ x: round((across(index) ?? 0) + across.bandwidth() / 2), text: label }] : [],
  );
  const lines = up.ticks(4).map((pounds) => ({ y: round(up(pounds)), pounds }));
  return { width: size.width, height: size.height, bars, lines, labels };
}

const round = (value: number): number => Math.round(value * 10) / 10;
