import { getSummaryForPage } from "~/claims/gifts/open-gifts.server";
import type { FundKind } from "~/giving/funds/fund";
import { countAudience } from "~/newsletter/audience.server";
import { now } from "~/platform/clock";
import { keepFigure, type Counted } from "~/platform/kept-figure.server";
import { formatDateTime, formatLondonDate, londonDate } from "~/platform/london-dates";
import { formatPounds, pence } from "~/platform/money";
import { getRoomsThisWeek } from "~/sponsorship/rooms/rooms.server";
import { listOpenTasks } from "~/staff/notes/notes.server";
import { givenSeries, layOutChart, type ChartColumn } from "./chart";
import { getFigures, nothingGiven, sumGiven, type Figures, type Given } from "./figures.server";
import { chartSpans, parseSpans, type Dates } from "./spans";

const paidStatuses = "status=paid&status=refunded&status=disputed&status=charged_back";

const shortDay = (date: string) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${date}T12:00:00Z`));

/** Such as "6 Apr to 28 Nov", with years where they differ. */
function formatDays({ from, to }: Dates): string {
  const [first, last] = [from.slice(0, 4), to.slice(0, 4)];
  if (from === to) return `${shortDay(from)} ${first}`;
  return first === last ? `${shortDay(from)} to ${shortDay(to)} ${last}` : `${shortDay(from)} ${first} to ${shortDay(to)} ${last}`;
}

/** The figures of a span as the page says them, in order, each with the rows behind it. */
type FigureRow = {
  label: string;
  isMoney: boolean;
  /** Shown without money too. */
  isUsual: boolean;
  of: (figures: Figures) => number;
  href: (dates: Dates) => string;
};
const givenRow = (label: string, kind: "once" | "plan", fundKind: FundKind, isUsual: boolean): FigureRow => ({
  label,
  isMoney: true,
  isUsual,
  of: ({ once, plans }) => (kind === "once" ? once : plans)[fundKind],
  href: ({ from, to }) => `/desk/gifts?kind=${kind}&fundkind=${fundKind}&from=${from}&to=${to}&${paidStatuses}`,
});

const figureRows: FigureRow[] = [
  givenRow("One-off donation, unrestricted", "once", "unrestricted", true),
  givenRow("One-off donation, restricted", "once", "restricted", true),
  givenRow("By sponsorship, restricted", "plan", "restricted", true),
  // Only where staff moved some out of the fund of the rooms.
  givenRow("By sponsorship, unrestricted", "plan", "unrestricted", false),
  {
    label: "New sponsorships",
    isMoney: false,
    isUsual: true,
    of: ({ begun }) => begun,
    href: ({ from, to }) => `/desk/sponsorships?from=${from}&to=${to}`,
  },
  {
    label: "Ended sponsorships",
    isMoney: false,
    isUsual: true,
    of: ({ ended }) => ended,
    href: ({ from, to }) => `/desk/sponsorships?endedfrom=${from}&endedto=${to}`,
  },
  {
    label: "A payment failed",
    isMoney: false,
    isUsual: true,
    of: ({ failed }) => failed,
    href: ({ from, to }) => `/desk/sponsorships?failedfrom=${from}&failedto=${to}`,
  },
  {
    label: "Paid after all",
    isMoney: false,
    isUsual: true,
    of: ({ recovered }) => recovered,
    href: ({ from, to }) => `/desk/sponsorships?recoveredfrom=${from}&recoveredto=${to}`,
  },
];

const toChartColumn = (label: string, { once, plans }: Given = nothingGiven): ChartColumn => ({
  label,
  "plans-restricted": plans.restricted,
  "plans-unrestricted": plans.unrestricted,
  "once-unrestricted": once.unrestricted,
  "once-restricted": once.restricted,
});

/** The desk's first page, out of its address: `from` and `to`, or this week, month and tax year. */
export async function getOverview(params: URLSearchParams) {
  const today = londonDate(now());
  const { spans, chosen, errors } = parseSpans(params, today);
  const columns = chartSpans(chosen, today);
  const [figures, given, rooms, subscribers, claimable, tasks] = await Promise.all([
    getFigures(spans.flatMap((span) => [span.now, span.before])),
    sumGiven(columns),
    getRoomsThisWeek(now()),
    getSubscribers(),
    getClaimable(),
    listOpenTasks({ until: today }),
  ]);
  const say = (isMoney: boolean, value: number) => (isMoney ? formatPounds(pence(value)) : value.toLocaleString("en-GB"));
  const chart = columns.map(({ label }, index) => toChartColumn(label, given[index]));
  const series = givenSeries.filter(({ key, isUsual }) => isUsual || chart.some((column) => column[key] !== 0));
  return {
    errors,
    from: params.get("from") ?? "",
    to: params.get("to") ?? "",
    spans: spans.map(({ key, label, beforeLabel, now: dates }) => ({
      key,
      label,
      beforeLabel,
      days: formatDays(dates),
    })),
    rows: figureRows
      .filter(({ isUsual, of }) => isUsual || figures.some((each) => of(each) !== 0))
      .map(({ label, isMoney, of, href }) => ({
        label,
        cells: spans.map((span, index) => {
          const [current, before] = [figures[index * 2], figures[index * 2 + 1]];
          return {
            text: current ? say(isMoney, of(current)) : "",
            href: href(span.now),
            before: before ? say(isMoney, of(before)) : "",
            beforeHref: href(span.before),
          };
        }),
      })),
    now: [
      {
        label: "Gift Aid still to claim",
        text: formatPounds(claimable.pence),
        hint: claimable.isBehind ? "without the last changes" : "",
        href: "/desk/gift-aid",
      },
      {
        label: "Rooms funded this week",
        text: `${rooms.rooms.filter(({ funded }) => funded >= 1).length} of ${rooms.rooms.length}`,
        hint: `${formatPounds(rooms.netPence)} of ${formatPounds(rooms.neededPence)}`,
        href: "/desk/sponsorships?status=starting&status=active&status=late",
      },
      {
        label: "Newsletter subscribers",
        ...sayKept(subscribers, (count) => count.toLocaleString("en-GB"), "who get news, "),
        href: "/desk/newsletter",
      },
    ],
    chart: {
      ...layOutChart(chart),
      series: series.map(({ key, label }) => ({ key, label })),
      table: chart.map(({ label, ...sums }) => ({ label, sums: series.map(({ key }) => formatPounds(sums[key])) })),
    },
    tasks: tasks.map(({ id, supporterId, name, text, dueOn }) => ({
      id,
      href: `/desk/people/${supporterId}#tasks`,
      name,
      text,
      due: formatLondonDate(dueOn),
      isLate: dueOn < today,
    })),
  };
}

export type Overview = Awaited<ReturnType<typeof getOverview>>;

async function getClaimable() {
  const { years, adjustments, isBehind } = await getSummaryForPage();
  return { pence: pence(years.reduce((sum, { taxPence }) => sum + taxPence, 0) - adjustments.taxPence), isBehind };
}

const getSubscribers = keepFigure(() => countAudience({ topic: "news", reach: "quarterly" }), {
  name: "overview-subscribers",
  slowMs: 0,
  patienceMs: 1500,
});

/** A kept figure as the page says it. */
const sayKept = (counted: Counted<number> | null, say: (figure: number) => string, hint: string) =>
  counted
    ? { text: say(counted.figure), hint: `${hint}counted ${formatDateTime(counted.at)}` }
    : { text: "being counted", hint: "reload in a minute" };
