import { formatDecimalPounds } from "~/platform/csv";
import { formatShortDate } from "~/platform/london-dates";
import { formatPounds, type Pence } from "~/platform/money";
import { billingIntervalLabels } from "~/sponsorship/plan";
import { maxRowsToSum, type Column } from "../lists/columns";
import type { ListSource } from "../lists/list-view.server";
import { listAllPlans, listDeskPlans, sumPlans, type PlanRow } from "./list-plans.server";
import { parsePlanFilters } from "./plan-filters";
import { planStatusLabels } from "./plan-labels";

const methodLabels = { card: "Card", bacs_debit: "Direct Debit" } as const;

const sum = (key: string, label: string, of: (row: PlanRow) => Pence): Column<PlanRow> => ({
  key,
  label,
  isUsual: true,
  isNumber: true,
  show: (row) => formatPounds(of(row)),
  file: (row) => formatDecimalPounds(of(row)),
});
const day = (key: string, label: string, isUsual: boolean, of: (row: PlanRow) => Date | null): Column<PlanRow> => ({
  key,
  label,
  isUsual,
  show: (row) => {
    const instant = of(row);
    return instant ? formatShortDate(instant) : "";
  },
  file: (row) => of(row)?.toISOString() ?? "",
});
const page = ({ id }: PlanRow) => `/desk/sponsorships/${id}`;

const planColumns: readonly Column<PlanRow>[] = [
  { ...day("begun", "Begun", true, ({ at }) => at), link: page },
  {
    key: "name",
    label: "Name",
    isUsual: true,
    show: ({ name }) => name || "no name",
    link: ({ supporterId }) => (supporterId ? `/desk/people/${supporterId}` : null),
  },
  { key: "email", label: "Email", isUsual: false, show: ({ email }) => email },
  { key: "reference", label: "Reference", isUsual: true, show: ({ reference }) => reference, link: page },
  { key: "status", label: "Status", isUsual: true, show: ({ status }) => planStatusLabels[status] },
  sum("weekly", "A week", ({ weekly }) => weekly),
  sum("payment", "A payment", ({ collection }) => collection),
  { key: "interval", label: "Collected", isUsual: true, show: ({ interval }) => billingIntervalLabels[interval].every },
  { key: "room", label: "Room", isUsual: true, wraps: true, show: ({ room }) => room ?? "where it is needed most" },
  { key: "method", label: "Paid by", isUsual: false, show: ({ method }) => (method ? methodLabels[method] : "") },
  day("next", "Next payment", true, ({ nextAt }) => nextAt),
  day("ended", "Ended", false, ({ endedAt }) => endedAt),
];

/** The list of sponsorships as an address asks for it. */
export function planList(params: URLSearchParams): ListSource<PlanRow> {
  const { filters, errors } = parsePlanFilters(params);
  return {
    list: "sponsorships",
    path: "/desk/sponsorships",
    columns: planColumns,
    errors,
    fetchPage: (search, asked) => listDeskPlans({ filters, search }, asked),
    listAll: (search) => listAllPlans({ filters, search }),
    fetchSums: async (search, all) => {
      const sums = await sumPlans({ filters, search }, all ? null : maxRowsToSum);
      if (!sums) return null;
      return `${sums.plans === 1 ? "1 sponsorship" : `${sums.plans.toLocaleString("en-GB")} sponsorships`}: ${formatPounds(sums.weekly)} a week.`;
    },
  };
}
