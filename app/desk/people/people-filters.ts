import type { Pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";
import { createFilterReader } from "../lists/list-filters";

export const sponsorshipFilters = ["live", "ended", "never"] as const;
export const sponsorshipFilterLabels: Record<(typeof sponsorshipFilters)[number], string> = {
  live: "Sponsors now",
  ended: "Sponsored before",
  never: "Never sponsored",
};
export const giftAidFilters = ["declared", "none"] as const;

/** What a list of people is narrowed to. `since`: a London date from which on they gave; `total`: pence given in all, less what went back. */
export type PeopleFilters = {
  since: string | null;
  total: Pence | null;
  sponsorship: (typeof sponsorshipFilters)[number] | null;
  giftAid: (typeof giftAidFilters)[number] | null;
};

/** Reads the filters out of an address: `since`, `total`, `sponsorship`, `giftaid`. */
export function parsePeopleFilters(params: URLSearchParams): { filters: PeopleFilters; errors: FormError[] } {
  const reader = createFilterReader(params);
  const filters: PeopleFilters = {
    since: reader.date("since", "Gave since"),
    total: reader.amount("total", "Gave at least"),
    sponsorship: reader.choice("sponsorship", sponsorshipFilters),
    giftAid: reader.choice("giftaid", giftAidFilters),
  };
  return { filters, errors: reader.errors };
}
