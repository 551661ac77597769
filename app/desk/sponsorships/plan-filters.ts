import type { Pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";
import { billingIntervals, type BillingInterval } from "~/sponsorship/plan";
import type { PlanStatus } from "~/sponsorship/plan-status";
import { createFilterReader } from "../lists/list-filters";

/** Sponsorships that were never agreed to are in the list only where they are asked for. */
export const usualStatuses = ["starting", "active", "late", "paused", "cancelled", "lapsed"] as const satisfies PlanStatus[];
export const planListStatuses = [...usualStatuses, "pending", "expired"] as const satisfies PlanStatus[];

/** What a list of sponsorships is narrowed to. Dates are London dates, both included; `min` pence a week; `room` an id, or "none". */
export type PlanFilters = {
  statuses: PlanStatus[];
  interval: BillingInterval | null;
  min: Pence | null;
  room: string | null;
  agreedFrom: string | null;
  agreedTo: string | null;
  endedFrom: string | null;
  endedTo: string | null;
  /** When a payment of theirs failed, and when it came after all. */
  failedFrom: string | null;
  failedTo: string | null;
  recoveredFrom: string | null;
  recoveredTo: string | null;
};

/** Reads the filters out of an address: `status`, `interval`, `min`, `room`, `from`, `to` (begun), `endedfrom`, `endedto`,
 * `failedfrom`, `failedto`, `recoveredfrom`, `recoveredto`. */
export function parsePlanFilters(params: URLSearchParams): { filters: PlanFilters; errors: FormError[] } {
  const reader = createFilterReader(params);
  const statuses = reader.choices("status", planListStatuses);
  const filters: PlanFilters = {
    statuses: statuses.length > 0 ? statuses : [...usualStatuses],
    interval: reader.choice("interval", billingIntervals),
    min: reader.amount("min", "At least a week"),
    room: reader.id("room"),
    agreedFrom: reader.date("from", "Begun from"),
    agreedTo: reader.date("to", "Begun until"),
    endedFrom: reader.date("endedfrom", "Ended from"),
    endedTo: reader.date("endedto", "Ended until"),
    failedFrom: reader.date("failedfrom", "A payment failed from"),
    failedTo: reader.date("failedto", "A payment failed until"),
    recoveredFrom: reader.date("recoveredfrom", "Paid after all from"),
    recoveredTo: reader.date("recoveredto", "Paid after all until"),
  };
  return { filters, errors: reader.errors };
}
