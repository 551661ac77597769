import { formatDecimalPounds } from "~/platform/csv";
import { formatDate } from "~/platform/london-dates";
import { formatPounds } from "~/platform/money";
import { maxRowsToSum, type Column } from "../lists/columns";
import type { ListSource } from "../lists/list-view.server";
import { listAllPeople, listPeople, sumPeople, type PersonRow } from "./list-people.server";
import { parsePeopleFilters } from "./people-filters";

const number = (key: string, label: string, isUsual: boolean, of: (row: PersonRow) => number): Column<PersonRow> => ({
  key,
  label,
  isUsual,
  isNumber: true,
  show: (row) => of(row).toLocaleString("en-GB"),
  file: (row) => String(of(row)),
});

const peopleColumns: readonly Column<PersonRow>[] = [
  {
    key: "name",
    label: "Name",
    isUsual: true,
    wraps: true,
    show: ({ name }) => name || "no name",
    link: ({ id }) => `/desk/people/${id}`,
  },
  { key: "email", label: "Email", isUsual: true, wraps: true, show: ({ email }) => email },
  {
    key: "total",
    label: "Given",
    isUsual: true,
    isNumber: true,
    show: ({ total }) => formatPounds(total),
    link: ({ id }) => `/desk/gifts?supporter=${id}`,
    file: ({ total }) => formatDecimalPounds(total),
  },
  {
    key: "restricted",
    label: "Given to restricted funds",
    isUsual: false,
    isNumber: true,
    show: ({ restricted }) => formatPounds(restricted),
    link: ({ id }) => `/desk/gifts?supporter=${id}&fundkind=restricted`,
    file: ({ restricted }) => formatDecimalPounds(restricted),
  },
  number("gifts", "Donations", true, ({ gifts }) => gifts),
  {
    key: "last",
    label: "Last gave",
    isUsual: true,
    show: ({ lastGiftAt }) => (lastGiftAt ? formatDate(lastGiftAt) : "never"),
    file: ({ lastGiftAt }) => lastGiftAt?.toISOString() ?? "",
  },
  number("sponsorships", "Sponsorships", true, ({ sponsorships }) => sponsorships),
  { key: "giftaid", label: "Gift Aid", isUsual: true, show: ({ hasGiftAid }) => (hasGiftAid ? "Declared" : "No") },
  { key: "since", label: "Known since", isUsual: false, show: ({ at }) => formatDate(at), file: ({ at }) => at.toISOString() },
];

/** The list of people as an address asks for it. */
export function peopleList(params: URLSearchParams): ListSource<PersonRow> {
  const { filters, errors } = parsePeopleFilters(params);
  return {
    list: "people",
    path: "/desk/people",
    columns: peopleColumns,
    errors,
    fetchPage: (search, page) => listPeople({ filters, search }, page),
    listAll: (search) => listAllPeople({ filters, search }),
    fetchSums: async (search, all) => {
      const sums = await sumPeople({ filters, search }, all ? null : maxRowsToSum);
      if (!sums) return null;
      const count = sums.people === 1 ? "1 person" : `${sums.people.toLocaleString("en-GB")} people`;
      return `${count}: ${formatPounds(sums.unrestricted)} given unrestricted and ${formatPounds(sums.restricted)} to restricted funds, less what went back.`;
    },
  };
}
