import type { DonationStatus } from "~/giving/donation";
import { paymentMethods } from "~/giving/payment-methods";
import { fundKinds, type FundKind } from "~/giving/funds/fund";
import type { Pence } from "~/platform/money";
import type { FormError } from "~/platform/ui/error-summary";
import { createFilterReader } from "../lists/list-filters";

/** Gifts that were begun and never paid, or written down by mistake, are in the list only where they are asked for. */
export const usualStatuses = ["paid", "collecting", "failed", "refunded", "disputed", "charged_back"] as const satisfies DonationStatus[];
export const unfinishedStatuses = ["pending", "expired", "void"] as const satisfies DonationStatus[];
export const giftStatuses = [...usualStatuses, ...unfinishedStatuses] as const;

export const giftKinds = ["once", "plan"] as const;
export const giftKindLabels: Record<(typeof giftKinds)[number], string> = { once: "One-off", plan: "For a sponsorship" };

export const giftStatusLabels: Record<DonationStatus, string> = {
  paid: "Paid",
  collecting: "Pending",
  failed: "Failed",
  refunded: "Refunded",
  disputed: "Disputed",
  charged_back: "Charged back",
  pending: "Not completed",
  expired: "Abandoned",
  void: "Void",
};

export const giftAidFilters = ["declared", "none"] as const;

/** What a list of gifts is narrowed to. Dates are London dates, both included; sums pence of what was given, fee cover included. */
export type GiftFilters = {
  statuses: DonationStatus[];
  kind: (typeof giftKinds)[number] | null;
  method: (typeof paymentMethods)[number] | null;
  giftAid: (typeof giftAidFilters)[number] | null;
  /** Some of it went back. */
  returned: boolean;
  from: string | null;
  to: string | null;
  min: Pence | null;
  max: Pence | null;
  supporterId: string | null;
  planId: string | null;
  fundId: string | null;
  fundKind: FundKind | null;
  appealId: string | null;
};

/** Reads the filters out of an address: `status`, `kind`, `method`, `giftaid`, `returned`, `from`, `to`, `min`, `max`, `supporter`, `plan`, `fund`, `fundkind`, `appeal`. */
export function parseGiftFilters(params: URLSearchParams): { filters: GiftFilters; errors: FormError[] } {
  const reader = createFilterReader(params);
  const statuses = reader.choices("status", giftStatuses);
  const filters: GiftFilters = {
    statuses: statuses.length > 0 ? statuses : [...usualStatuses],
    kind: reader.choice("kind", giftKinds),
    method: reader.choice("method", paymentMethods),
    giftAid: reader.choice("giftaid", giftAidFilters),
    returned: params.get("returned") === "yes",
    from: reader.date("from", "From"),
    to: reader.date("to", "Until"),
    min: reader.amount("min", "At least"),
    max: reader.amount("max", "At most"),
    supporterId: reader.id("supporter"),
    planId: reader.id("plan"),
    fundId: reader.id("fund"),
    fundKind: reader.choice("fundkind", fundKinds),
    appealId: reader.id("appeal"),
  };
  return { filters, errors: reader.errors };
}
